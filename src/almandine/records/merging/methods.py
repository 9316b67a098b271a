# Compiled as it is, where the set-up can: ADR 0033.
"""The merge methods: which fields stay, and which are taken from the incoming record.

The existing record is the primary one. Its 001 is its MMS ID and its 005 is the time of
its last change here: both stay with every method, and those that come in are dropped.

Source: the effects of the vendor's four stock methods as consortia describe them; where
these are silent, ADR 0027.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum, StrEnum, auto
from typing import Final, NamedTuple

from almandine.records.marc.layout import DELIMITER, Slice
from almandine.records.marc.loops import parted


class MergeMethod(StrEnum):
    """How a matched record is changed; overlay is the plain one."""

    OVERLAY = "overlay"
    OVERLAY_ALL_BUT_LOCAL = "overlay_all_but_local"
    CONDITIONAL_SUBJECT_HEADINGS = "conditional_subject_headings"
    KEEP_ONLY_OLD_VALUE = "keep_only_old_value"
    REPLACE_245_AND_035 = "replace_245_and_035"


TITLES: Final[Mapping[MergeMethod, str]] = {
    MergeMethod.OVERLAY: "Overlay",
    MergeMethod.OVERLAY_ALL_BUT_LOCAL: "Overlay all fields but local",
    MergeMethod.CONDITIONAL_SUBJECT_HEADINGS: "Conditional subject headings",
    MergeMethod.KEEP_ONLY_OLD_VALUE: "Keep only old value",
    MergeMethod.REPLACE_245_AND_035: "Replace 245 and 035 if exist",
}
"""What librarians call them."""


class Fate(Enum):
    """What becomes of fields of a kind."""

    REPLACED = auto()
    """Those of the existing record go, those of the incoming one come."""
    KEPT = auto()
    """Those of the existing record stay, and no others come."""
    ADDED = auto()
    """Those of the existing record stay, and others come to them."""


# By themselves: a member is found more slowly through its class, and a merge asks for
# the fate of every field.
REPLACED: Final = Fate.REPLACED
KEPT: Final = Fate.KEPT
ADDED: Final = Fate.ADDED


SYSTEM_NUMBER: Final = b"035"
TITLE: Final = b"245"
_OURS: Final = (b"001", b"005")
_LOCAL: Final = b"9"
_LOCAL_NUMBER: Final = b"9 "
_OCLC_NUMBER: Final = DELIMITER + b"a(ocolc)"
_ADDED_HEADINGS: Final = (b"65", b"7")
_TAGS_KEPT: Final = 2_000
"""Tags whose fate is remembered: more than there are, but for broken records."""


class FateOfTag(dict[bytes, Fate | None]):
    """The fate of the fields with a tag, None for 035; found out once, then known."""

    def __init__(self, of_tag: Callable[[bytes], Fate]) -> None:
        super().__init__({SYSTEM_NUMBER: None})
        self._of_tag = of_tag

    def __missing__(self, tag: bytes) -> Fate:
        fate = self._of_tag(tag)
        if len(self) < _TAGS_KEPT:
            self[tag] = fate
        return fate


class Rule(NamedTuple):
    """A merge method: the fate of a field by its tag, and of a 035 by its body."""

    of_tag: FateOfTag
    of_system_number: Callable[[bytes], Fate]

    def fates(self, fields: Sequence[Slice]) -> list[Fate]:
        """Return what becomes of each of these fields."""
        of_tag, of_system_number = self
        return [of_tag[tag] or of_system_number(body) for tag, body in fields]

    def parted(self, fields: Sequence[Slice]) -> tuple[list[Slice], list[Slice]]:
        """Return those of these fields that are replaced, and the others, in order."""
        return parted(fields, *self, REPLACED)


def _all_but_id(tag: bytes) -> Fate:
    return KEPT if tag in _OURS else REPLACED


def _all_but_local(tag: bytes) -> Fate:
    return KEPT if tag.startswith(_LOCAL) else _all_but_id(tag)


def _headings_added(tag: bytes) -> Fate:
    return ADDED if tag.startswith(_ADDED_HEADINGS) else _all_but_local(tag)


def _title_kept(tag: bytes) -> Fate:
    return KEPT if tag == TITLE else _all_but_id(tag)


def _always(fate: Fate) -> Callable[[bytes], Fate]:
    return lambda _: fate


def _local_number_kept(body: bytes) -> Fate:
    return KEPT if body.startswith(_LOCAL_NUMBER) else REPLACED


def _lasting_number_added(body: bytes) -> Fate:
    lasts = body.startswith(_LOCAL) or _OCLC_NUMBER in body.lower()
    return ADDED if lasts else REPLACED


def _rule(
    of_tag: Callable[[bytes], Fate], of_system_number: Callable[[bytes], Fate]
) -> Rule:
    return Rule(FateOfTag(of_tag), of_system_number)


RULES: Final[Mapping[MergeMethod, Rule]] = {
    MergeMethod.OVERLAY: _rule(_all_but_id, _always(REPLACED)),
    MergeMethod.OVERLAY_ALL_BUT_LOCAL: _rule(_all_but_local, _local_number_kept),
    MergeMethod.CONDITIONAL_SUBJECT_HEADINGS: _rule(_headings_added, _always(KEPT)),
    MergeMethod.KEEP_ONLY_OLD_VALUE: _rule(_always(KEPT), _always(KEPT)),
    MergeMethod.REPLACE_245_AND_035: _rule(_all_but_id, _lasting_number_added),
}
_WITHOUT_TITLE: Final = _rule(_title_kept, _lasting_number_added)


def rule_of(method: MergeMethod, incoming: Sequence[Slice]) -> Rule:
    """Return the rule of a method for the fields that come in.

    A record has one 245: the one method that names it lets the old one go only for a
    new one.
    """
    if method is not MergeMethod.REPLACE_245_AND_035:
        return RULES[method]
    has_title = any(tag == TITLE for tag, _ in incoming)
    return RULES[method] if has_title else _WITHOUT_TITLE
