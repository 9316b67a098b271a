"""Look at a set, its size and its members."""

from collections.abc import Sequence
from dataclasses import dataclass

from almandine.engine.sets.find import find_set
from almandine.engine.sets.ports import PlacedMember, Sets
from almandine.records.sets import RecordSet


@dataclass(frozen=True, slots=True)
class Sized:
    """A set and how many members it has now."""

    record_set: RecordSet
    members: int


@dataclass(frozen=True, slots=True)
class MembersPage:
    """A stretch of the members of a set, by id."""

    content: str
    """Content type of the set."""
    page: Sequence[PlacedMember]
    total: int
    """How many members there are in all."""


def sized(record_set: RecordSet, sets: Sets) -> Sized:
    """Count the members of a set."""
    return Sized(record_set, sets.member_count(record_set))


def show(set_id: str, *, sets: Sets) -> Sized:
    """Return the set with its size.

    Raises:
        Refused: with `UnknownSet`.
    """
    return sized(find_set(set_id, sets), sets)


def list_members(set_id: str, *, limit: int, offset: int, sets: Sets) -> MembersPage:
    """Return a page of members.

    Raises:
        Refused: with `UnknownSet`.
    """
    record_set = find_set(set_id, sets)
    page, total = sets.members(record_set, limit=limit, offset=offset)
    return MembersPage(record_set.content, page, total)
