# Compiled as it is, where the set-up can: ADR 0033.
"""The numbers by which an incoming record is looked up among those of the house.

The store keeps the keys of `records.marc.keys` for every record; a match key is one of
these. What differs is only what makes a match: a profile has one method for serials and
one for all else, and it may pass over invalid and cancelled numbers.
"""

from collections.abc import Container
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from almandine.records.marc.charset import charset_of, decode
from almandine.records.marc.identifiers import own_number
from almandine.records.marc.keys import Key, as_written, keys, oclc_numbers
from almandine.records.matching.methods import KINDS, MatchMethod

_SERIAL_LEVELS: Final = frozenset(b"bis")
_INVALID: Final = "_z"
_SHORT_ISBN: Final = 10
_TAGS: Final = {
    "001": (b"001",),
    "oclc": (b"001", b"019", b"035"),
    "035": (b"035",),
    "isbn": (b"020",),
    "issn": (b"022",),
    "024": (b"024",),
}
"""Where the numbers of a kind are."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """A method, and which system numbers count for it."""

    method: MatchMethod
    prefix: str = ""
    """Numbers of other systems are passed over: `(DE-599)`, brackets or not."""


@dataclass(frozen=True, slots=True)
class MatchProfile:
    """How an import profile matches."""

    non_serial: Numbers
    serial: Numbers | None = None
    """For leader/07 b, i or s; as others where there is none."""
    disregards_invalid: bool = False
    """Whether 019 and $z count on neither side."""
    moves_id: bool = False
    """Whether a record's 001 and 003 become a 035, by which it is found again."""

    def numbers_for(self, raw: bytes) -> Numbers:
        """Return what a record is matched by."""
        return (self.serial if is_serial(raw) else None) or self.non_serial

    @property
    def others(self) -> "MatchProfile | None":
        """How the others match, serials or not; None where all match alike."""
        if self.serial in (None, self.non_serial):
            return None
        return replace(self, non_serial=self.serial, serial=self.non_serial)


def is_serial(raw: bytes) -> bool:
    """Say whether leader position 7 names a serial or an integrating resource."""
    return raw[7] in _SERIAL_LEVELS


def match_keys(raw: bytes, profile: MatchProfile) -> list[Key]:
    """Return what to look up for a sound record, each once, in the order of its fields.

    An ISBN is given as thirteen digits, by which the store finds ten as well. A system
    number that is an OCLC number is given as such: it is one number, however spelled.
    """
    numbers = profile.numbers_for(raw)
    kinds, tags = _looked_at(
        numbers.method, disregards_invalid=profile.disregards_invalid
    )
    found = [key for key in keys(raw, tags) if key[0] in kinds]
    found += _own_number(raw, kinds, moves_id=profile.moves_id)
    return list(
        dict.fromkeys(
            key for one in found for key in _looked_up(one, kinds, numbers.prefix)
        )
    )


@lru_cache
def _looked_at(
    method: MatchMethod, *, disregards_invalid: bool
) -> tuple[tuple[str, ...], frozenset[bytes]]:
    """Return the kinds of number, and the tags of the fields that have them."""
    kinds = tuple(
        kind
        for kind in KINDS[method]
        if not (disregards_invalid and kind.endswith(_INVALID))
    )
    return kinds, frozenset(tag for kind in kinds for tag in _TAGS.get(kind, ()))


def _own_number(raw: bytes, kinds: Container[str], *, moves_id: bool) -> list[Key]:
    """Return what 001 and 003 say: an OCLC number, or the 035 that they become."""
    is_looked_at = "oclc" in kinds or (moves_id and "035" in kinds)
    number = own_number(raw) if is_looked_at else b""
    if not number:
        return []
    text = decode(number, charset_of(raw))
    if "oclc" in kinds:
        return [("oclc", one) for one in oclc_numbers(text)]
    return [("035", one) for one in as_written(text)]


def _looked_up(key: Key, kinds: tuple[str, ...], prefix: str) -> list[Key]:
    """Return the keys by which the store may know one number."""
    kind, value = key
    if kind == "isbn":
        return [] if len(value) == _SHORT_ISBN else [key]
    if kind == "035":
        return _system_number(value, prefix)
    number = kind.removesuffix(_INVALID)
    return [(other, value) for other in kinds if other.startswith(number)]


def _system_number(text: str, prefix: str) -> list[Key]:
    if not text.startswith((prefix, f"({prefix})")):
        return []
    return [("oclc", number) for number in oclc_numbers(text)] or [("035", text)]
