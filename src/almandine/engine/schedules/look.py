"""Look at schedules: when a job runs next, and what became of it last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from almandine.engine.catalogue import Catalogue
from almandine.engine.job import Job
from almandine.engine.ports import Tx
from almandine.engine.run import Run
from almandine.engine.schedules.schedule import read_schedule
from almandine.faults import NotScheduled, Refused


@dataclass(frozen=True, slots=True)
class Timetable:
    """A job that has a schedule."""

    job: Job
    last: Run | None
    """The run that was due last, started or not."""


def timetables(tx: Tx) -> Sequence[Timetable]:
    """Return the jobs that have a schedule, by id, those at rest included."""
    return [_timetable(job, tx) for job in tx.jobs.scheduled()]


def timetable_of(job_id: str, tx: Tx, catalogue: Catalogue) -> Timetable:
    """Return a job that has a schedule.

    Raises:
        Refused: with `NotScheduled`, or because there is no such job.
    """
    job = catalogue.find(tx, job_id)
    if not (job.schedule and job.job_type):
        raise Refused(NotScheduled(job_id))
    return _timetable(job, tx)


def next_runs(job: Job, tx: Tx, count: int) -> Sequence[datetime]:
    """Return when the job runs next, so many times (UTC); none while it rests."""
    schedule = read_schedule(job.schedule)
    if schedule is None or not job.runs_by_schedule:
        return []
    zone = ZoneInfo(tx.configuration.institution().timezone)
    return list(islice(schedule.times(zone, tx.now()), count))


def activate(
    job_id: str, tx: Tx, catalogue: Catalogue, *, active: bool = True
) -> Timetable:
    """Let a schedule start runs, from now on, or no more; twice is the same as once.

    Raises:
        Refused: with `NotScheduled`, or because there is no such job.
    """
    found = timetable_of(job_id, tx, catalogue)
    if found.job.active != active:
        tx.jobs.set_active(job_id, active=active, since=tx.now())
    return timetable_of(job_id, tx, catalogue)


def _timetable(job: Job, tx: Tx) -> Timetable:
    return Timetable(job, tx.runs.newest_due(job.job_id))
