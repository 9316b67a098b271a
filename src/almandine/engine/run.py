"""A run: its statuses, and the moves between them as data."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final


class Status(StrEnum):
    """The fourteen codes of the table systemJobStatus."""

    QUEUED = "QUEUED"
    PENDING = "PENDING"
    INITIALIZING = "INITIALIZING"
    RUNNING = "RUNNING"
    FINALIZING = "FINALIZING"
    COMPLETED_SUCCESS = "COMPLETED_SUCCESS"
    COMPLETED_WARNING = "COMPLETED_WARNING"
    COMPLETED_FAILED = "COMPLETED_FAILED"
    COMPLETED_NO_BULKS = "COMPLETED_NO_BULKS"
    FAILED = "FAILED"
    MANUAL_HANDLING_REQUIRED = "MANUAL_HANDLING_REQUIRED"
    SKIPPED = "SKIPPED"
    SYSTEM_ABORTED = "SYSTEM_ABORTED"
    USER_ABORTED = "USER_ABORTED"


_COMPLETED = frozenset(
    {
        Status.COMPLETED_SUCCESS,
        Status.COMPLETED_WARNING,
        Status.COMPLETED_FAILED,
        Status.COMPLETED_NO_BULKS,
    }
)
_ENDINGS = frozenset({Status.FAILED, Status.SYSTEM_ABORTED, Status.USER_ABORTED})

MOVES: Final[Mapping[Status, frozenset[Status]]] = {
    Status.QUEUED: _ENDINGS | {Status.PENDING, Status.INITIALIZING},
    Status.PENDING: _ENDINGS | {Status.INITIALIZING},
    Status.INITIALIZING: _ENDINGS | {Status.RUNNING, Status.COMPLETED_NO_BULKS},
    Status.RUNNING: _ENDINGS | {Status.FINALIZING},
    Status.FINALIZING: _ENDINGS
    | {
        Status.COMPLETED_SUCCESS,
        Status.COMPLETED_WARNING,
        Status.COMPLETED_FAILED,
        Status.MANUAL_HANDLING_REQUIRED,
    },
}
"""Legal moves; a status that is missing here is terminal."""

UNFINISHED: Final[frozenset[Status]] = frozenset(MOVES)
TERMINAL: Final[frozenset[Status]] = frozenset(Status) - UNFINISHED


class Origin(StrEnum):
    """Who started a run."""

    API = "API"
    """The only origin that counts against the cap on concurrent runs."""
    UI = "UI"
    SCHEDULE = "SCHEDULE"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many records a run has dealt with, by outcome."""

    changed: int = 0
    """Records stored anew, or written to a file."""
    unchanged: int = 0
    failed: int = 0
    repaired: int = 0
    """Of the changed ones: written with a small loss."""

    def __add__(self, other: "Tally") -> "Tally":
        """Return the sum of both, outcome by outcome."""
        return Tally(
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.failed + other.failed,
            self.repaired + other.repaired,
        )

    def __sub__(self, other: "Tally") -> "Tally":
        """Return what is left when the other's work is undone."""
        return Tally(
            self.changed - other.changed,
            self.unchanged - other.unchanged,
            self.failed - other.failed,
            self.repaired - other.repaired,
        )

    @property
    def done(self) -> int:
        """Return how many records have been dealt with."""
        return self.changed + self.unchanged + self.failed


NOTHING_DONE: Final = Tally()

WHOLE_RUN: Final = -1
"""The range number of events about the run as a whole."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A line of a report."""

    code: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to one record, or to the run as a whole."""

    record_id: str
    """Empty for the run as a whole."""
    outcome: str
    """`changed`, `unchanged`, `failed` or `note`."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One execution of a job."""

    run_id: str
    external_id: str
    job_id: str
    job_type: str
    job_name: str
    """Name of the job when it was submitted."""
    name: str
    origin: Origin
    submitted_by: str
    submitted_by_name: str = ""
    set_id: str = ""
    profile_id: str = ""
    parameters: tuple[tuple[str, str], ...] = ()
    """As submitted, in order, unknown and repeated names included."""
    settings: tuple[tuple[str, str], ...] = ()
    """What the job type runs with: submitted, configured and looked-up values."""
    status: Status
    submitted_at: datetime
    due_at: datetime | None = None
    """When the schedule asked for it (UTC); None for a run that somebody started."""
    started_at: datetime
    ended_at: datetime | None = None
    status_at: datetime
    members: int = 0
    """Records to be dealt with; known from INITIALIZING on."""
    tally: Tally = NOTHING_DONE
    attempt: int = 0
    """How often a worker has taken the run up. Before and after its ranges are worked
    through, the number is the fencing token of the one that carries it."""
    carrier: int = 0
    """The shard that carries it then."""
    shards: int = 1
    """How many workers it has called for; each has a place, its shard, from 0."""
    abort_requested: bool = False
    counters: tuple[Counter, ...] = ()
    alert: str = ""
    """Code of SystemJobReportAlertMessage; empty until the run has ended."""

    def moved(self, status: Status, at: datetime) -> "Run":
        """Return the run in its next status; in a terminal one it has ended.

        Clocks differ from machine to machine: nothing happens before what it follows.

        Raises:
            ValueError: for a move that is not in `MOVES`.
        """
        if status not in MOVES.get(self.status, ()):
            raise ValueError(f"a run does not go from {self.status} to {status}")
        at = max(at, self.status_at)
        ended_at = at if status in TERMINAL else None
        return replace(self, status=status, status_at=at, ended_at=ended_at)

    @property
    def progress(self) -> float:
        """Return the share dealt with, 0 to 100; 100 exactly when completed."""
        if self.status in _COMPLETED:
            return 100.0
        if not self.members:
            return 0.0
        return min(round(100 * self.tally.done / self.members, 1), 99.9)
