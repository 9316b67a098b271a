# Compiled as it is, where the set-up can: ADR 0033.
"""Merge an incoming record into one of the house.

What is taken from the incoming record keeps its order, for the order of fields is
meaning; what stays of the existing one goes between them, to fields of its own tag or
else before the first greater tag. Where nothing that is replaced differs, the existing
record is returned byte for byte: a second import of the same records changes nothing.
"""

from collections.abc import Sequence

from almandine.records.marc.edits import assemble, with_leader
from almandine.records.marc.layout import LEADER_LENGTH, Slice
from almandine.records.marc.structure import slices
from almandine.records.merging.in_one_charset import in_one_charset
from almandine.records.merging.methods import (
    ADDED,
    REPLACED,
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
    fields = _chosen(both.existing, both.incoming, rule_of(method, both.incoming))
    leader = _leader(existing, incoming, both.flag)
    if fields is None and leader == existing[:LEADER_LENGTH]:
        return existing
    if fields == slices(incoming):
        # The usual end of an overlay; to write all fields anew takes far longer.
        return with_leader(incoming, leader)
    return assemble(leader, both.existing if fields is None else fields)


def _leader(existing: bytes, incoming: bytes, flag: bytes) -> bytes:
    """Take status, type, level and form; keep what is about the format itself."""
    described = incoming[5:9] + flag + existing[10:17] + incoming[17:20]
    return existing[:5] + described + existing[20:LEADER_LENGTH]


def _chosen(
    existing: Sequence[Slice], incoming: Sequence[Slice], rule: Rule
) -> list[Slice] | None:
    """Return the fields of the merged record; None where they are those it has."""
    replaced, kept = rule.parted(existing)
    taken = _taken(incoming, kept, rule)
    return None if taken == replaced else _woven(taken, kept)


def _taken(incoming: Sequence[Slice], kept: Sequence[Slice], rule: Rule) -> list[Slice]:
    """Return what comes in; beside fields that stay, each content once."""
    replacing, others = rule.parted(incoming)
    if ADDED not in rule.fates(others):
        return replacing
    there = set(kept)
    taken: list[Slice] = []
    for field, fate in zip(incoming, rule.fates(incoming), strict=True):
        if fate is REPLACED:
            taken.append(field)
        elif fate is ADDED and field not in there:
            there.add(field)
            taken.append(field)
    return taken


def _woven(taken: Sequence[Slice], kept: Sequence[Slice]) -> list[Slice]:
    """Put each field that stays before those of its tag, or else by its tag."""
    tags = [tag for tag, _ in taken]
    places = {tag: _place(tag, tags) for tag in {tag for tag, _ in kept}}
    before: dict[int, list[Slice]] = {}
    for field in kept:
        before.setdefault(places[field[0]], []).append(field)
    woven: list[Slice] = []
    done = 0
    for at in sorted(before):
        woven += taken[done:at]
        woven += before[at]
        done = at
    return [*woven, *taken[done:]]


def _place(tag: bytes, tags: Sequence[bytes]) -> int:
    if tag in tags:
        return tags.index(tag)
    return next((at for at, other in enumerate(tags) if other > tag), len(tags))
