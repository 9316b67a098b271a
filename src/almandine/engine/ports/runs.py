"""Runs, and what happened to their records."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from almandine.engine.run import Event, Run, Status, Tally
from almandine.engine.thresholds import Standing


@dataclass(frozen=True, slots=True)
class RunFilter:
    """Which runs a list shows."""

    job_id: str | None = None
    """None shows the runs of all jobs."""
    status: Status | None = None
    submitted_from: date | None = None
    """First day, inclusive (UTC)."""
    submitted_to: date | None = None
    """Last day, inclusive (UTC)."""


class Runs(Protocol):
    """The runs of the institution."""

    def add(self, new: Run) -> None:
        """Store a new run."""
        ...

    def find(self, run_id: str, *, locked: bool = False) -> Run | None:
        """Return the run, or None; a locked one stands still until the commit."""
        ...

    def standing(
        self, job_id: str, *, set_id: str, profile_id: str, since: datetime, starts: int
    ) -> Standing:
        """Return what stands against one more run of the job on this set or profile.

        Args:
            job_id: The job.
            set_id: The set, empty for a job that works on none.
            profile_id: The profile, empty for a manual job.
            since: Starts at this instant (UTC) and earlier do not count.
            starts: How many starts are allowed since.
        """
        ...

    def using_set(self, set_id: str) -> str | None:
        """Return an unfinished run on the set."""
        ...

    def page(
        self, which: RunFilter, *, limit: int, offset: int
    ) -> tuple[Sequence[Run], int]:
        """Return the runs, newest first, and how many there are in all."""
        ...

    def older(
        self, which: RunFilter, *, than: Run | None, limit: int
    ) -> tuple[Sequence[Run], int]:
        """Return the runs that come after one in the list, and how many are in all.

        Args:
            which: What the list shows, newest first.
            than: The run that they come after; None starts at the newest.
            limit: How many at most.
        """
        ...

    def take(self, run_id: str, shard: int) -> Run | None:
        """Start a new attempt, in a shard's place.

        Returns None when the run has ended or does not exist, or when another shard
        carries it and there are no ranges to work through.
        """
        ...

    def call_shard(self, run_id: str) -> int:
        """Make a place for one more worker and return its number."""
        ...

    def advance(self, run_id: str, tally: Tally) -> bool:
        """Add to the tally of a run; return whether it was asked to stop.

        Raises:
            Fenced: when the run has ended.
        """
        ...

    def conclude(self, run_id: str, shard: int, now: datetime) -> Run | None:
        """Let the shard carry a run all of whose ranges are done: it is FINALIZING.

        Returns None when some are not, or when another shard was quicker.
        """
        ...

    def save(self, changed: Run) -> Run:
        """Store what an attempt changed; return the run with `abort_requested`.

        Raises:
            Fenced: when `changed.attempt` is no longer the latest.
        """
        ...

    def adopt(self, run_id: str) -> int | None:
        """Make a place that carries the run from now on, and return its number.

        Returns None when the run has ended.
        """
        ...

    def request_abort(self, run_id: str) -> None:
        """Ask the worker to stop at its next chunk."""
        ...

    def unfinished(self) -> Sequence[str]:
        """Return the ids of all unfinished runs, oldest first."""
        ...


class Events(Protocol):
    """What happened to the records of runs."""

    def add(self, run_id: str, range_no: int, events: Iterable[Event]) -> None:
        """Append to the events of a range, in order."""
        ...

    def drop(self, run_id: str, range_no: int) -> None:
        """Forget the events of a range that is going to be done again."""
        ...

    def failed_ids(self, run_id: str) -> Sequence[str]:
        """Return the ids of the records that failed."""
        ...

    def page(
        self, run_id: str, *, outcome: str | None, limit: int, offset: int
    ) -> tuple[Sequence[Event], int]:
        """Return events in order, and how many there are in all."""
        ...
