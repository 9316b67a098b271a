"""Reasons not to run, show or stop a job."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class InvalidJobId:
    """The id in the path is not S, M or O followed by digits."""

    job_id: str


@dataclass(frozen=True, slots=True)
class UnknownJob:
    """No job of the institution has this id."""

    job_id: str


@dataclass(frozen=True, slots=True)
class MissingOperation:
    """The request has no `op`, or an empty one."""


@dataclass(frozen=True, slots=True)
class UnsupportedOperation:
    """The request's `op` is not one of those the resource knows."""

    op: str


@dataclass(frozen=True, slots=True)
class SeveralTasks:
    """The job is a process of more than one task."""

    job_id: str
    tasks: int


@dataclass(frozen=True, slots=True)
class UnknownJobCategory:
    """A scheduled job of a category that the API does not start."""

    job_id: str
    category: str


@dataclass(frozen=True, slots=True)
class NotSubmittable:
    """A known job that may not be started through the API now."""

    job_id: str
    because: str


@dataclass(frozen=True, slots=True)
class WrongContent:
    """The set holds records that the job does not work on."""

    set_id: str
    content: str
    expected: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """A run of the same job over the same set or profile is not finished."""

    job_id: str
    run_id: str


@dataclass(frozen=True, slots=True)
class TooManyRunning:
    """As many API-started runs as allowed are not finished."""

    running: int
    limit: int


@dataclass(frozen=True, slots=True)
class TooManyStarts:
    """This job was started too often within the window."""

    limit: int
    free_at: datetime
    """When the oldest start leaves the window (UTC)."""


@dataclass(frozen=True, slots=True)
class RunNotStored:
    """The database did not take the new run."""

    reason: str


@dataclass(frozen=True, slots=True)
class RunNotQueued:
    """The dispatcher did not take the new run."""

    reason: str


@dataclass(frozen=True, slots=True)
class RunNotCommitted:
    """The run was written and queued, but the commit failed."""

    reason: str


@dataclass(frozen=True, slots=True)
class UnknownRun:
    """No run of the job has this id."""

    run_id: str


@dataclass(frozen=True, slots=True)
class NotScheduled:
    """The job has no schedule that could be activated."""

    job_id: str


@dataclass(frozen=True, slots=True)
class RunIsOver:
    """The run has ended, so it cannot be aborted."""

    run_id: str
    status: str


@dataclass(frozen=True, slots=True)
class NothingToResolve:
    """No such record of the run waits for a decision, or not any more."""

    run_id: str


@dataclass(frozen=True, slots=True)
class UnknownArtifact:
    """The run made no file of this name, or its retention is over."""

    run_id: str
    name: str


@dataclass(frozen=True, slots=True)
class EventsNotSupported:
    """Events are served for jobs of category and type USERS/SIS only."""

    job_id: str


JobRefusal = (
    InvalidJobId
    | UnknownJob
    | MissingOperation
    | UnsupportedOperation
    | SeveralTasks
    | UnknownJobCategory
    | NotSubmittable
    | WrongContent
    | Overlap
    | TooManyRunning
    | TooManyStarts
    | RunNotStored
    | RunNotQueued
    | RunNotCommitted
    | UnknownRun
    | NotScheduled
    | RunIsOver
    | NothingToResolve
    | UnknownArtifact
    | EventsNotSupported
)
