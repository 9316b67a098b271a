"""When a configured job runs by itself: its schedule, and what goes with it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Final

from almandine.engine.apply.plan import Scheduled
from almandine.engine.apply.problems import Problem
from almandine.engine.job import CATCH_UP, Job, OnOverlap
from almandine.engine.schedules.schedule import NOT_SCHEDULED, read_schedule

CREATOR: Final = "configuration"
"""Who is told to have scheduled the jobs of a file."""

ALLOWED: Final = (
    "such as EVERY_DAY_02, EVERY_SUNDAY_18_30, EVERY_HOUR, EVERY_6_HOURS_FROM_01,"
    " EVERY_MONTH_15_03, EVERY_MONTH_LAST_23, five fields of cron as in"
    ' "30 2 * * 1-5", or NOT_SCHEDULED'
)

_SHORTEST: Final = timedelta(minutes=1)
_LONGEST: Final = timedelta(days=7)


def timed(job: Job, table: Scheduled, place: str) -> Iterator[Job | Problem]:
    """Yield the job with its schedule, or what is wrong with that."""
    problems = list(_problems(job, table, place))
    if problems:
        yield from problems
        return
    code = "" if table.schedule == NOT_SCHEDULED else table.schedule
    schedule = read_schedule(code)
    yield replace(
        job,
        schedule=code,
        schedule_words=table.schedule_words or (schedule.words if schedule else ""),
        overlap=OnOverlap(table.overlap),
        catch_up=table.catch_up or CATCH_UP,
        creator=CREATOR if code else "",
    )


def _problems(job: Job, table: Scheduled, place: str) -> Iterator[Problem]:
    # What cannot run here is listed as the file says, whatever it says.
    if job.job_type and table.schedule not in ("", NOT_SCHEDULED):
        if read_schedule(table.schedule) is None:
            told = f"{table.schedule!r} is none that falls due; allowed: {ALLOWED}"
            yield Problem(f"{place}.schedule", told)
        if job.tasks > 1:
            told = "a job of several tasks cannot be started"
            yield Problem(f"{place}.schedule", told)
    if job.job_type and table.schedule_words:
        told = "only for a job without a type; the schedule has words of its own"
        yield Problem(f"{place}.schedule_words", told)
    if table.catch_up and not _SHORTEST <= table.catch_up <= _LONGEST:
        told = "too short or too long; allowed: PT1M to P7D"
        yield Problem(f"{place}.catch_up", told)
