"""The jobs that an institution configured."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, RowMapping, Select, bindparam, func, select, update

from almandine.engine.job import Job, JobClass, WhenBusy
from almandine.engine.schedule import read_schedule
from almandine.store.tables.configuration import job
from almandine.store.tables.institution import institution as institution_table

_FIND: Final = select(job).where(
    job.c.institution == bindparam("owner"), job.c.job_id == bindparam("job_id")
)


class SqlJobs:
    """Finds configured jobs; the built-in ones are not kept here."""

    def __init__(
        self,
        connection: Connection,
        institution: str,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """Read jobs as they stand at `now`; without it no job tells its next run."""
        self._connection = connection
        self._institution = institution
        self._now = now

    def find(self, job_id: str) -> Job | None:
        """Return the job, or None."""
        bound = {"owner": self._institution, "job_id": job_id}
        row = self._connection.execute(_FIND, bound).mappings().one_or_none()
        return None if row is None else self._job(row)

    def page(
        self,
        *,
        job_class: JobClass | None,
        category: str | None,
        profile_id: str | None,
    ) -> Sequence[Job]:
        """Return all that fit, by id."""
        query = all_jobs(self._institution)
        if category is not None:
            query = query.where(job.c.category == category)
        if profile_id is not None:
            query = query.where(job.c.profile_id == profile_id)
        jobs = [self._job(row) for row in self._connection.execute(query).mappings()]
        return [each for each in jobs if job_class in (None, each.job_class)]

    def set_schedule_active(self, job_id: str, *, active: bool) -> None:
        """Let the schedule of a job start runs, or rest."""
        the_job = (job.c.institution == self._institution) & (job.c.job_id == job_id)
        change = update(job).where(the_job).values(schedule_active=active)
        self._connection.execute(change)

    def _job(self, row: RowMapping) -> Job:
        columns = {name: row[name] for name in row if name != "institution"}
        settings: list[tuple[str, str]] = json.loads(columns.pop("settings"))
        when_busy = WhenBusy(columns.pop("when_busy"))
        return Job(
            **columns,
            when_busy=when_busy,
            settings=tuple((name, value) for name, value in settings),
            next_run=self._next_run(row),
        )

    def _next_run(self, row: RowMapping) -> datetime | None:
        """Return when the job next falls due; None where it does not."""
        schedule = read_schedule(row["schedule"])
        stands_still = row["closed_because"] or not row["schedule_active"]
        if schedule is None or self._now is None or stands_still:
            return None
        return schedule.next_run(self._zone(), self._now())

    def _zone(self) -> ZoneInfo:
        query = select(institution_table.c.timezone).where(
            institution_table.c.code == self._institution
        )
        return ZoneInfo(self._connection.execute(query).scalar_one())


def all_jobs(institution: str) -> Select[Any]:
    """The configured jobs: shorter ids first, so that M99 comes before M100."""
    return (
        select(job)
        .where(job.c.institution == institution)
        .order_by(func.length(job.c.job_id), job.c.job_id)
    )
