"""Schedules as our own API shows them, in JSON."""

from datetime import datetime, timedelta

import msgspec

from almandine.engine.job import WhenBusy
from almandine.engine.timetable import Timetable
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
    when_busy: WhenBusy
    schedule_set: str
    """Id of the set that a manual job works on; empty where there is none."""
    catch_up: timedelta
    """How long after it fell due a run is still started."""
    next_run: datetime | None
    """Null while the schedule rests."""
    last_run: RunView | None
    """The newest run of the job, whoever started it."""


def show_schedule(found: Timetable) -> ScheduleView:
    """Show a schedule."""
    job, last = found.job, found.last
    return ScheduleView(
        job_id=job.job_id,
        job_name=job.name,
        schedule=job.schedule,
        words=job.schedule_words,
        active=job.schedule_active,
        closed_because=job.closed_because,
        when_busy=job.when_busy,
        schedule_set=job.schedule_set,
        catch_up=job.catch_up,
        next_run=job.next_run,
        last_run=show_run(last) if last else None,
    )
