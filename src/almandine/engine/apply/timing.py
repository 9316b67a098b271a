"""When a configured job runs by itself: its schedule, and what goes with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import Row
from almandine.engine.apply.plan import Scheduled
from almandine.engine.apply.problems import Problem
from almandine.engine.job import SYSTEM, Job, WhenBusy
from almandine.engine.schedule import ALLOWED, NOT_SCHEDULED, read_schedule
from almandine.records.kind import KIND_OF_CONTENT

_SHORTEST: Final = timedelta(minutes=1)
"""Workers look each second, but not always: less would let times go unseen."""


def timed(job: Job, table: Scheduled, place: str) -> Iterator[Job | Problem]:
    """Yield the job with its schedule, or what is wrong with that."""
    code = "" if table.schedule == NOT_SCHEDULED else table.schedule
    problems = list(_problems(job, code, table, place))
    if problems:
        yield from problems
        return
    schedule = read_schedule(code)
    yield replace(
        job,
        schedule=code,
        schedule_words=table.schedule_words or (schedule.words if schedule else ""),
        schedule_active=table.schedule_active is not False,
        schedule_set=table.schedule_set,
        when_busy=WhenBusy(table.when_busy),
        catch_up=table.catch_up,
        creator=SYSTEM if code else job.creator,
    )


def _problems(job: Job, code: str, table: Scheduled, place: str) -> Iterator[Problem]:
    # A job that cannot run here is listed as the file says, whatever it says.
    if job.job_type and code and read_schedule(code) is None:
        told = f"{code!r} is no schedule; allowed: {ALLOWED}"
        yield Problem(f"{place}.schedule", told)
    if job.job_type and code and job.tasks > 1:
        yield Problem(f"{place}.schedule", "a job of several tasks cannot be started")
    if job.job_type and table.schedule_words:
        told = "only for a job without a type; a schedule has words of its own"
        yield Problem(f"{place}.schedule_words", told)
    if table.catch_up < _SHORTEST:
        yield Problem(f"{place}.catch_up", "too short; allowed: PT1M and longer")


def check_set(job: Job, place: str, to: Application) -> None:
    """Note a set that the schedule could not start the job on, or that is missing."""
    if not (job.job_type and job.schedule):
        return
    place, set_id = f"{place}.schedule_set", job.schedule_set
    if not job.content:
        if set_id:
            to.object(place, "the job works on no set")
        return
    found = to.parts.sets.find(set_id) if set_id else None
    if not set_id:
        to.object(place, "is mandatory for the schedule of a job that works on a set")
    elif found is None:
        to.object(place, f"no set has the id {set_id!r}")
    elif found.kind != KIND_OF_CONTENT[job.content]:
        to.object(place, f"the set holds {found.content}; allowed: {job.content}")


def as_kept(job: Job, active: bool | None, kept: Row | None) -> Job:  # noqa: FBT001 - what the file says
    """Return the job with its schedule at rest, if it is, and the file leaves it so."""
    if active is not None or kept is None:
        return job
    return replace(job, schedule_active=bool(kept["schedule_active"]))
