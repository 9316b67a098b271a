"""Schedules as our own API shows them, in JSON."""

from datetime import datetime, timedelta

import msgspec

from almandine.engine.job import OnOverlap
from almandine.engine.schedules.look import Timetable
from almandine.http.shown.run import RunView, show_run


class ScheduleView(msgspec.Struct, frozen=True, kw_only=True):
    """A job that has a schedule."""

    job_id: str
    job_name: str
    schedule: str
    """Code, or five fields of cron."""
    words: str
    active: bool
    closed_because: str
    """Why nobody may start the job; empty where they may."""
    overlap: OnOverlap
    catch_up: timedelta
    """How long after its time a run is made up for that was missed."""
    next_run: datetime | None
    """Null while the schedule rests."""
    last_run: RunView | None
    """The run that was due last, started or not."""


def show_schedule(found: Timetable) -> ScheduleView:
    """Show a schedule."""
    job, last = found.job, found.last
    return ScheduleView(
        job_id=job.job_id,
        job_name=job.name,
        schedule=job.schedule,
        words=job.schedule_words,
        active=job.active,
        closed_because=job.closed_because,
        overlap=job.overlap,
        catch_up=job.catch_up,
        next_run=job.next_run,
        last_run=show_run(last) if last else None,
    )
