"""What the engine needs of storage, dispatch and delivery.

A `Tx` is one transaction of one institution. Its parts see what the
transaction wrote; nothing is visible outside until it has ended well.
"""

from collections.abc import Generator, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from almandine.engine.configuration import Configuration
from almandine.engine.job import Job, JobClass
from almandine.engine.run import NOTHING_DONE, Event, Run, Status, Tally
from almandine.engine.sets.ports import Sets
from almandine.engine.thresholds import Standing
from almandine.records.kind import Kind


class Unavailable(Exception):  # noqa: N818 - a fact that passes, not an error
    """The database cannot be reached, or gave this transaction up.

    Nothing of it is stored. The same may go well a moment later.
    """


class Fenced(Exception):  # noqa: N818 - a fact about this worker, not an error
    """A later attempt has taken the run over; this worker must leave it alone."""


class DeliveryFailed(Exception):  # noqa: N818 - a fact that the report tells
    """The endpoint did not take a file; the message says what it said."""


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


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of a run's members, worked through in chunks."""

    run_id: str
    range_no: int
    """Counted from 0; -1 stands for the run as a whole in events."""
    size: int
    """Members in the range."""
    cursor: int = 0
    """Members dealt with."""
    tally: Tally = NOTHING_DONE
    token: str = ""
    """Whose it is: the fencing token of the attempt that claimed it last."""

    @property
    def part(self) -> str:
        """Return the name of the part of a file that it becomes.

        With the token: a worker that was overtaken writes beside its successor.
        """
        return f"{self.range_no}-{self.token}"


class Ranges(Protocol):
    """The ranges of runs, with their members."""

    def add(self, run_id: str, range_no: int, members: Sequence[str]) -> None:
        """Store a range."""
        ...

    def of(self, run_id: str) -> Sequence[Range]:
        """Return the ranges in order."""
        ...

    def members(self, run_id: str, range_no: int) -> Sequence[str]:
        """Return the ids of the range's records, in order."""
        ...

    def claim(self, run_id: str, shard: int, token: str) -> Range | None:
        """Give the shard a range: one that it had begun, else one that nobody has.

        Whoever had the range before is fenced. Returns None when there is no such.
        """
        ...

    def are_free(self, run_id: str) -> bool:
        """Tell whether there are ranges that nobody has."""
        ...

    def save(self, span: Range, *, before: Range) -> None:
        """Store cursor and tally, in the place of those that were stored before.

        Raises:
            Fenced: when the range has been claimed with another token.
            Unavailable: when others are stored: a crash of the database has taken
                back what this worker believes to have done. Some of its threads
                need not have noticed.
        """
        ...

    def check(self, span: Range) -> None:
        """Raise `Fenced` when the range has been claimed with another token."""
        ...

    def release(self, span: Range) -> None:
        """Give the range back: whoever comes goes on at its cursor."""
        ...

    def release_all(self, run_id: str) -> None:
        """Give back all ranges of a run that nobody works at."""
        ...

    def drop(self, run_id: str) -> None:
        """Forget the ranges of a run that has ended."""
        ...


class Records(Protocol):
    """The records of the institution."""

    def read(self, kind: Kind, record_ids: Sequence[str]) -> Sequence[Any]:
        """Return the records with these ids, in this order; missing ones left out."""
        ...

    def write(self, kind: Kind, records: Sequence[Any]) -> None:
        """Store changed records, with the columns and keys derived from them."""
        ...

    def pending(self, kind: Kind, profile_id: str) -> Generator[Sequence[str]]:
        """Yield ids, in batches, of what waits to be sent for the profile."""
        ...


class Jobs(Protocol):
    """The jobs an institution configured; the built-in ones are not among them."""

    def find(self, job_id: str) -> Job | None:
        """Return the job, or None."""
        ...

    def page(
        self,
        *,
        job_class: JobClass | None,
        category: str | None,
        profile_id: str | None,
    ) -> Sequence[Job]:
        """Return all that fit, by id."""
        ...


class References(Protocol):
    """What parameters name by `Param.reference`."""

    def resolve(self, kind: str, name: str) -> str | None:
        """Return what a `rule`, `collection` or `endpoint` name stands for."""
        ...


class Ids(Protocol):
    """New ids that end in the institution's four digits."""

    def next(self, what: str, count: int = 1) -> Sequence[str]:
        """Return `count` ids of a kind of thing, never given before."""
        ...


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that a run made."""

    name: str
    size: int
    """Bytes."""
    sha256: str
    records: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that reached its endpoint."""

    name: str
    endpoint: str
    path: str
    """Where it lies at the endpoint."""
    sha256: str
    delivered_at: datetime


class Artifacts(Protocol):
    """The ledger of files that runs made, and of their deliveries."""

    def add(self, run_id: str, made: Artifact, *, expires_at: datetime) -> None:
        """Record a finished file; recording it again changes nothing."""
        ...

    def of(self, run_id: str) -> Sequence[Artifact]:
        """Return the run's files in the order of their numbers."""
        ...

    def expired(self, now: datetime) -> Sequence[tuple[str, str]]:
        """Return run id and name of the files whose retention is over."""
        ...

    def forget(self, run_id: str, name: str) -> None:
        """Strike a file that was removed; doing it again changes nothing."""
        ...

    def add_delivery(self, run_id: str, delivered: Delivery) -> None:
        """Record that a file reached its endpoint."""
        ...


class Queue(Protocol):
    """Hands runs to workers."""

    def put(self, run_id: str, shard: int = 0) -> None:
        """Have a worker take a shard's place once this transaction has committed."""
        ...

    def others_wait(self, run_id: str) -> bool:
        """Tell whether other runs wait for a worker."""
        ...

    def has(self, run_id: str) -> bool:
        """Tell whether a worker has the run, or it waits for one."""
        ...


class Tx(Protocol):
    """One transaction of one institution."""

    institution: str
    runs: Runs
    events: Events
    ranges: Ranges
    records: Records
    sets: Sets
    jobs: Jobs
    references: References
    configuration: Configuration
    ids: Ids
    artifacts: Artifacts
    queue: Queue

    def now(self) -> datetime:
        """Return the present instant (UTC), by the one clock that all go by."""
        ...


class Store(Protocol):
    """All that is kept, for one institution."""

    def read(self) -> AbstractContextManager[Tx]:
        """Open a transaction that only reads one consistent state."""
        ...

    def write(self, *, durable: bool = False) -> AbstractContextManager[Tx]:
        """Open a transaction that may write; it commits unless its block raises.

        A durable one is on disk when its block has ended: for what is answered or
        delivered. Others survive the death of a process, not a loss of power.
        """
        ...

    def decide(self) -> AbstractContextManager[Tx]:
        """Open a durable transaction that no other such one runs beside.

        For what others must not change between a look at it and the commit: which
        runs there are, and which sets.
        """
        ...

    def submission(self) -> AbstractContextManager[Tx]:
        """Open one of those for a run.

        Raises:
            Refused: with `RunNotStored`, `RunNotQueued` or `RunNotCommitted` where
                the database or the dispatcher fails.
        """
        ...


class Workspace(Protocol):
    """Where runs make their files."""

    def open_part(self, run_id: str, part: str) -> AbstractContextManager[BinaryIO]:
        """Open a part of the output, empty; on disk when the block ends."""
        ...

    def assemble(
        self,
        run_id: str,
        name: str,
        *,
        header: bytes,
        parts: Sequence[str],
        footer: bytes,
    ) -> tuple[int, str]:
        """Make a file of parts; return its size in bytes and its SHA-256 (hex).

        Doing it again gives the same file.
        """
        ...

    def path(self, run_id: str, name: str) -> Path:
        """Return where a finished file lies."""
        ...

    def remove(self, run_id: str, name: str) -> None:
        """Remove a finished file; doing it again changes nothing."""
        ...

    def drop_parts(self, run_id: str) -> None:
        """Remove the parts of a run that has ended."""
        ...

    def drop(self, run_id: str) -> None:
        """Remove all files of a run."""
        ...


class Courier(Protocol):
    """Takes files to endpoints."""

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        """Copy the file under a temporary name, verify, rename; return its path.

        Delivering the same file again replaces it by itself.

        Raises:
            DeliveryFailed: when the endpoint did not take it; nothing is visible.
        """
        ...
