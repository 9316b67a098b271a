"""When scheduled jobs next fall due."""

from datetime import datetime
from typing import Final

from sqlalchemy import (
    Connection,
    Select,
    bindparam,
    delete,
    insert,
    or_,
    select,
    union,
    update,
)

from almandine.engine.ports import Fire
from almandine.store.tables.configuration import job
from almandine.store.tables.institution import institution
from almandine.store.tables.runs import next_fire

_OF_JOB: Final = (next_fire.c.institution == bindparam("owner")) & (
    next_fire.c.job_id == bindparam("id")
)
_FIND: Final = select(next_fire).where(_OF_JOB)
_IS_SCHEDULED: Final = (
    (job.c.schedule != "")
    & (job.c.job_type != "")
    & (job.c.closed_because == "")
    & job.c.schedule_active
)


class SqlFires:
    """Implements `engine.ports.Fires`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def find(self, job_id: str) -> Fire | None:
        """Return the job's next time, or None."""
        row = self._connection.execute(_FIND, self._of(job_id)).one_or_none()
        if row is None:
            return None
        return Fire(row.job_id, row.schedule, row.timezone, row.due_at)

    def put(self, fire: Fire) -> None:
        """Store the next time in the place of any other one of the job."""
        values = {
            "schedule": fire.schedule,
            "timezone": fire.timezone,
            "due_at": fire.due_at,
        }
        changed = update(next_fire).where(_OF_JOB).values(values)
        if not self._connection.execute(changed, self._of(fire.job_id)).rowcount:
            key = {"institution": self._institution, "job_id": fire.job_id}
            self._connection.execute(insert(next_fire).values(**key, **values))

    def drop(self, job_id: str) -> None:
        """Forget the next time of a job that does not fall due any more."""
        self._connection.execute(delete(next_fire).where(_OF_JOB), self._of(job_id))

    def _of(self, job_id: str) -> dict[str, str]:
        return {"owner": self._institution, "id": job_id}


def all_due(now: datetime) -> Select[str, str]:
    """Ask for institution and id of every job that has fallen due, oldest first."""
    return (
        select(next_fire.c.institution, next_fire.c.job_id)
        .where(next_fire.c.due_at <= now)
        .order_by(next_fire.c.due_at, next_fire.c.institution, next_fire.c.job_id)
    )


def all_outdated() -> Select[str, str]:
    """Ask for the jobs whose next time is not that of their schedule."""
    same_job = (next_fire.c.institution == job.c.institution) & (
        next_fire.c.job_id == job.c.job_id
    )
    with_zone = job.join(institution, institution.c.code == job.c.institution)
    outdated = or_(
        next_fire.c.job_id.is_(None),
        next_fire.c.schedule != job.c.schedule,
        next_fire.c.timezone != institution.c.timezone,
    )
    new = (
        select(job.c.institution, job.c.job_id)
        .select_from(with_zone.outerjoin(next_fire, same_job))
        .where(_IS_SCHEDULED, outdated)
    )
    gone = (
        select(next_fire.c.institution, next_fire.c.job_id)
        .select_from(next_fire.outerjoin(job, same_job & _IS_SCHEDULED))
        .where(job.c.job_id.is_(None))
    )
    both = union(new, gone).subquery()
    return select(both.c.institution, both.c.job_id)
