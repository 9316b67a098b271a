"""Look at schedules: when a job runs next, what became of it last; and let it rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from almandine.engine.catalogue import Catalogue
from almandine.engine.fires import plan
from almandine.engine.job import Job
from almandine.engine.ports import RunFilter, Store, Tx
from almandine.engine.run import Run
from almandine.faults import NotScheduled, Refused


@dataclass(frozen=True, slots=True)
class Timetable:
    """A job that has a schedule."""

    job: Job
    last: Run | None
    """The newest run of the job, whoever started it."""


def timetables(tx: Tx) -> Sequence[Timetable]:
    """Return the jobs that have a schedule and can run here, by id."""
    jobs = tx.jobs.page(job_class=None, category=None, profile_id=None)
    return [_timetable(job, tx) for job in jobs if _is_scheduled(job)]


def activate(
    job_id: str, *, store: Store, catalogue: Catalogue, active: bool = True
) -> Timetable:
    """Let a schedule start runs, from now on, or no more; twice is the same as once.

    Raises:
        Refused: with `NotScheduled`, or because there is no such job.
    """
    with store.decide() as tx:
        job = catalogue.find(tx, job_id)
        if not _is_scheduled(job):
            raise Refused(NotScheduled(job_id))
        tx.jobs.set_schedule_active(job_id, active=active)
    if job.schedule_active != active:
        plan(job_id, store=store)
    with store.read() as tx:
        return _timetable(catalogue.find(tx, job_id), tx)


def _is_scheduled(job: Job) -> bool:
    return bool(job.schedule and job.job_type)


def _timetable(job: Job, tx: Tx) -> Timetable:
    newest, _ = tx.runs.page(RunFilter(job_id=job.job_id), limit=1, offset=0)
    return Timetable(job, newest[0] if newest else None)
