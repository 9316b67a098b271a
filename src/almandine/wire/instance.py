"""Job instances: the runs of jobs, as clients poll them. Source: CONTRACT 2.3."""

from datetime import date, datetime
from typing import Annotated

from almandine.wire.description import ATTRIBUTE, WireObject, Wrapped
from almandine.wire.texts import Coded


class Counter(WireObject, frozen=True):
    """One line of a run's report.

    An error is also a counter: a sentence as its type, an empty description,
    and a record id or advice as its value.
    """

    type: Coded | None = None
    value: str | None = None


class Action(WireObject, frozen=True):
    """Something to do with the records of one population of a run."""

    link: Annotated[str | None, ATTRIBUTE] = None
    type: Coded | None = None
    population: Coded | None = None
    members: int | None = None


class JobInfo(WireObject, frozen=True):
    """The job of a run, in short."""

    link: Annotated[str | None, ATTRIBUTE] = None
    id: str | None = None
    name: str | None = None
    description: str | None = None
    type: Coded | None = None
    category: Coded | None = None


class JobInstance(WireObject, frozen=True):
    """One run of a job."""

    link: Annotated[str | None, ATTRIBUTE] = None
    id: str | None = None
    external_id: str | None = None
    name: str | None = None
    submitted_by: Coded | None = None
    submit_time: datetime | None = None
    start_time: datetime | None = None
    """There from the first answer on: a client reads it at once."""
    end_time: datetime | None = None
    """Appears together with the terminal status, never before."""
    progress: float | None = None
    """Per cent; exactly 100 for a successful run that ended."""
    status: Coded | None = None
    status_date: date | None = None
    alert: Annotated[tuple[Coded, ...], Wrapped("alerts")] = ()
    counter: Annotated[tuple[Counter, ...], Wrapped("counters")] = ()
    action: Annotated[tuple[Action, ...], Wrapped("actions")] = ()
    job_info: JobInfo | None = None


class JobInstances(WireObject, frozen=True):
    """A page of runs, newest first, with the number of all."""

    total_record_count: Annotated[int | None, ATTRIBUTE] = None
    job_instance: tuple[JobInstance, ...] = ()
