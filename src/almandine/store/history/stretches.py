"""Where in a list that is counted by stretches of time an offset falls."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stretch:
    """The runs submitted within a stretch of time."""

    since: datetime | None
    """Inclusive; None for the beginning of the list's time."""
    until: datetime | None
    """Exclusive; None for its end."""
    runs: int


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: so many runs into a stretch, newest first."""

    stretch: Stretch
    skip: int
    """At least 0, and less than the stretch has runs."""


def find_place(
    counted: Iterable[tuple[datetime, int]], others: Sequence[datetime], offset: int
) -> Place | None:
    """Return where the run with this offset is; None where the list is shorter.

    Args:
        counted: The beginnings of stretches, newest first, with their counted runs;
            each stretch ends where the one before began, or earlier.
        others: When the runs were submitted that nobody has counted; oldest first.
        offset: How many runs of the list come before, newest first.
    """
    for stretch in _stretches(counted, others):
        if offset < stretch.runs:
            return Place(stretch, offset)
        offset -= stretch.runs
    return None


def _stretches(
    counted: Iterable[tuple[datetime, int]], others: Sequence[datetime]
) -> Iterator[Stretch]:
    until, left = None, len(others)
    for since, runs in counted:
        older = bisect_left(others, since, hi=left)
        yield Stretch(since, until, runs + left - older)
        until, left = since, older
    yield Stretch(None, until, left)
