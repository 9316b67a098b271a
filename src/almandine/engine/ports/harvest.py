"""What harvesters see of all that profiles have published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """Where a record stands among those that are harvested: the key they are paged by.

    A record that changes meanwhile moves to the end, where it is still to come.
    """

    at: datetime
    mms_id: str


@dataclass(frozen=True, slots=True)
class Published:
    """What one profile has of one record."""

    profile_id: str
    mms_id: str
    at: datetime
    """When it was published or withdrawn (UTC)."""
    deleted: bool
    marc: bytes = b""
    """Empty where nobody asked for it."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which records are harvested."""

    profile_ids: Sequence[str]
    since: datetime | None = None
    """Inclusive."""
    before: datetime | None = None
    """Exclusive."""


class Harvest(Protocol):
    """What profiles of the institution have published."""

    def unsettled(self, profile_ids: Sequence[str]) -> datetime | None:
        """Return from when on more may still appear; None where nothing can.

        A run stamps what it publishes with an instant before its commit. Whoever has
        seen all until a later instant would never see that.
        """
        ...

    def earliest(self, profile_ids: Sequence[str]) -> datetime | None:
        """Return when the first record was published of those that are there."""
        ...

    def count(self, selection: Selection) -> int | None:
        """Return how many records there are; None where that takes long to know."""
        ...

    def places(
        self, selection: Selection, *, after: Place | None, limit: int
    ) -> Sequence[Place]:
        """Return the next records, each once, by when a profile last published it."""
        ...

    def published(
        self, profile_ids: Sequence[str], mms_ids: Sequence[str], *, with_marc: bool
    ) -> Sequence[Published]:
        """Return what these profiles have of these records; unknown ones left out."""
        ...
