"""A job with a schedule, and a clock that is moved to when it falls due."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from almandine.engine.job import Job
from almandine.engine.run import Run
from almandine.engine.schedules.due import due
from store.desk import SEND
from store.workshop import HIDDEN, NOON, Workshop

HOURLY: Final = replace(
    SEND, schedule="EVERY_HOUR", schedule_words="Every hour", scheduled_since=NOON
)
HIDE_NIGHTLY: Final = Job(
    job_id="M90201",
    job_type="suppress_bibs",
    name="Hide",
    description="",
    category="INFORMATION_UPDATE",
    content="BIB_MMS",
    settings=(*HIDDEN, ("set_id", "s1")),
    schedule="EVERY_DAY_14",
    scheduled_since=NOON,
)


def started(site: Workshop, at: datetime | None = None) -> list[Run]:
    """Start what is due, now or at another time, and return what became of it."""
    site.clock.instant = at or site.clock.instant
    scheduler = site.app.scheduler_of(site.institution)
    with site.store.read() as tx:
        found = list(due(tx))
    return [run for each in found for run in scheduler.fire(each)]


def all_of(site: Workshop, job_id: str) -> Sequence[Run]:
    """Return the runs of a job's schedule, in the order of their times."""
    query = f"SELECT run_id FROM run WHERE due_at IS NOT NULL AND job_id = '{job_id}'"  # noqa: S608 - a constant
    ids = [str(run_id) for (run_id,) in site.home.rows(f"{query} ORDER BY due_at")]
    return [site.run_of(run_id) for run_id in ids]
