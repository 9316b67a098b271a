"""Merge an incoming record into one of the house.

What is taken from the incoming record keeps its order, for the order of fields is
meaning; what stays of the existing one goes between them, to fields of its own tag or
else before the first greater tag. Where nothing that is replaced differs, the existing
record is returned byte for byte: a second import of the same records changes nothing.
"""

from collections.abc import Sequence

from almandine.records.marc.edits import Slice, assemble
from almandine.records.marc.structure import LEADER_LENGTH
from almandine.records.merging.in_one_charset import in_one_charset
from almandine.records.merging.methods import (
    SYSTEM_NUMBER,
    TITLE,
    Fate,
    MergeMethod,
    Rule,
    rule_of,
)


def merge(existing: bytes, incoming: bytes, method: MergeMethod) -> bytes:
    """Return the existing record with what the method takes of the incoming one.

    Both are sound records in ISO 2709. Repeats safely, and returns the very bytes of
    the existing record where nothing changes. The leader of a replaced description is
    the incoming one's.

    Raises:
        TooLongForIso2709: when the merged record has no room in the format.
    """
    if existing == incoming or method is MergeMethod.KEEP_ONLY_OLD_VALUE:
        return existing
    both = in_one_charset(existing, incoming)
    has_title = any(tag == TITLE for tag, _ in both.incoming)
    rule = rule_of(method, has_title=has_title)
    fields = _chosen(both.existing, both.incoming, rule)
    leader = _leader(existing, incoming, both.flag)
    if fields is None and leader == existing[:LEADER_LENGTH]:
        return existing
    return assemble(leader, both.existing if fields is None else fields)


def _leader(existing: bytes, incoming: bytes, flag: bytes) -> bytes:
    """Take status, type, level and form; keep what is about the format itself."""
    described = incoming[5:9] + flag + existing[10:17] + incoming[17:20]
    return existing[:5] + described + existing[20:LEADER_LENGTH]


def _chosen(
    existing: Sequence[Slice], incoming: Sequence[Slice], rule: Rule
) -> list[Slice] | None:
    """Return the fields of the merged record; None where they are those it has."""
    kept: list[Slice] = []
    replaced: list[Slice] = []
    for field in existing:
        (replaced if _fate(field, rule) is Fate.REPLACED else kept).append(field)
    taken = _taken(incoming, kept, rule)
    return None if taken == replaced else _woven(taken, kept)


def _taken(incoming: Sequence[Slice], kept: Sequence[Slice], rule: Rule) -> list[Slice]:
    """Return what comes in; beside fields that stay, each content once."""
    there = set(kept)
    taken: list[Slice] = []
    for field in incoming:
        fate = _fate(field, rule)
        if fate is Fate.REPLACED:
            taken.append(field)
        elif fate is Fate.ADDED and field not in there:
            there.add(field)
            taken.append(field)
    return taken


def _fate(field: Slice, rule: Rule) -> Fate:
    tag, body = field
    return rule.of_system_number(body) if tag == SYSTEM_NUMBER else rule.of_tag(tag)


def _woven(taken: Sequence[Slice], kept: Sequence[Slice]) -> list[Slice]:
    """Put each field that stays before those of its tag, or else by its tag."""
    first: dict[bytes, int] = {}
    for at, (tag, _) in enumerate(taken):
        first.setdefault(tag, at)
    before: list[list[Slice]] = [[] for _ in range(len(taken) + 1)]
    for field in kept:
        before[_place(field[0], first, len(taken))].append(field)
    woven: list[Slice] = []
    for old, new in zip(before, taken, strict=False):
        woven += old
        woven.append(new)
    return woven + before[-1]


def _place(tag: bytes, first: dict[bytes, int], end: int) -> int:
    if tag in first:
        return first[tag]
    return min((at for other, at in first.items() if other > tag), default=end)
