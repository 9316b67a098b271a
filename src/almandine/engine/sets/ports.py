"""What the use cases of sets need of storage."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from almandine.records.sets import Member, RecordSet, SetType


@dataclass(frozen=True, slots=True)
class SetFilter:
    """Which sets a list shows."""

    name: tuple[str, ...] = ()
    """Words that all stand in the name, in any case and place."""
    created_by: tuple[str, ...] = ()
    """Words that all stand in the name of the creator."""
    type: SetType | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class PlacedMember(Member):
    """A member, with the records above it that its address names."""

    within: tuple[str, ...] = ()
    """Ids of its bib and its holding, as far as it has them."""


class Combination(StrEnum):
    """How sets become one."""

    AND = "AND"
    """What all of them hold."""
    OR = "OR"
    """What any of them holds."""
    NOT = "NOT"
    """What the first holds and none of the others."""


class Sets(Protocol):
    """The sets of the institution."""

    def find(self, set_id: str) -> RecordSet | None:
        """Return the set, or None."""
        ...

    def by_name(self, name: str) -> RecordSet | None:
        """Return the set of exactly this name, or None."""
        ...

    def add(self, new: RecordSet) -> None:
        """Store a new set; an itemized one is empty."""
        ...

    def update(self, changed: RecordSet) -> None:
        """Store a set anew; its members stay."""
        ...

    def delete(self, set_id: str) -> None:
        """Forget the set and its members; the records stay."""
        ...

    def page(
        self, which: SetFilter, *, limit: int, offset: int
    ) -> tuple[Sequence[RecordSet], int]:
        """Return the sets that fit, newest first, and how many there are in all."""
        ...

    def member_count(self, of: RecordSet) -> int:
        """Count the members; a logical set's query is asked now."""
        ...

    def members(
        self, of: RecordSet, *, limit: int, offset: int
    ) -> tuple[Sequence[PlacedMember], int]:
        """Return members by id, and how many there are in all."""
        ...

    def member_ids(self, of: RecordSet) -> Generator[Sequence[str]]:
        """Yield the ids of the members in batches, each id once, in order of id."""
        ...

    def contains(self, set_id: str, record_ids: Sequence[str]) -> frozenset[str]:
        """Return which of the ids are members of an itemized set."""
        ...

    def add_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        """Add to an itemized set; ids that are there already stay once."""
        ...

    def remove_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        """Take out of an itemized set; ids that are not there do no harm."""
        ...

    def replace_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        """Make these ids all that an itemized set holds."""
        ...

    def fill(self, set_id: str, how: Combination, sources: Sequence[RecordSet]) -> int:
        """Put the combined members of other sets into an empty itemized set.

        Returns how many there are. The database does it alone: no member passes
        through this process.
        """
        ...

    def identify(
        self, content: str, id_type: str, values: Sequence[str]
    ) -> Mapping[str, Sequence[str]]:
        """Return, for each value, the ids of the records that it identifies.

        Values that identify nothing are left out. `id_type` is one of those that
        the content knows (`engine.sets.identifiers`); for users, empty stands for
        identifiers of all types.
        """
        ...

    def existing(self, content: str, record_ids: Sequence[str]) -> frozenset[str]:
        """Return which of the ids are records of this content."""
        ...
