"""What falls due: all times that have passed and that nobody has seen to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final
from zoneinfo import ZoneInfo

from almandine.engine.job import Job
from almandine.engine.ports import AlreadyDone, Tx
from almandine.engine.schedules.schedule import read_schedule

AT_ONCE: Final = 1000
"""Times that are looked at together: a bound on what one transaction does."""


@dataclass(frozen=True, slots=True)
class Due:
    """A job, and when its schedule wanted it run."""

    job: Job
    missed: Sequence[datetime]
    """Times that passed with nobody there to see to them, oldest first (UTC)."""
    newest: datetime | None
    """The last time that has passed; None where more were missed than are looked at."""


def due(tx: Tx) -> Iterator[Due]:
    """Yield what is due, job by job.

    What is done is done in order, so all that is later than the newest run is still to
    be done. What is older than the job's window for catching up is let go.
    """
    now = tx.now()
    zone = ZoneInfo(tx.configuration.institution().timezone)
    for job in tx.jobs.scheduled():
        schedule = read_schedule(job.schedule)
        if schedule is None or not job.runs_by_schedule:
            continue
        times = schedule.times(zone, _seen_to(job, tx, now), now)
        passed = list(islice(times, AT_ONCE))
        if len(passed) == AT_ONCE:
            yield Due(job, passed, None)
        elif passed:
            yield Due(job, passed[:-1], passed[-1])


def _seen_to(job: Job, tx: Tx, now: datetime) -> datetime:
    """Return up to when nothing is left to be done."""
    newest = tx.runs.newest_due(job.job_id)
    done = newest.due_at if newest else None
    marks = (now - job.catch_up, job.scheduled_since, done)
    return max(mark for mark in marks if mark is not None)


def not_done(job_id: str, times: Sequence[datetime], tx: Tx) -> Sequence[datetime]:
    """Return those of the times that nobody has seen to.

    Must be called in the transaction that sees to them, which no other one runs beside.
    """
    newest = tx.runs.newest_due(job_id)
    done = newest.due_at if newest else None
    return [at for at in times if done is None or at > done]


def check_not_done(job_id: str, due_at: datetime | None, tx: Tx) -> None:
    """Raise if somebody has seen to what was due, in the same kind of transaction.

    Raises:
        AlreadyDone: when this, or anything later, has been seen to.
    """
    if due_at is not None and not not_done(job_id, [due_at], tx):
        raise AlreadyDone
