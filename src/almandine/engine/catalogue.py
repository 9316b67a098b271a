"""Which jobs there are: the built-in ones and those the institution configured."""

import re
from collections.abc import Sequence
from typing import Any

from almandine.engine.job import Job, JobClass, JobTypes, built_in_jobs
from almandine.engine.jobtype import JobType
from almandine.engine.parameters import names_of
from almandine.engine.ports import Tx
from almandine.engine.sets.jobs import SET_JOBS
from almandine.faults import InvalidJobId, Refused, UnknownJob

_JOB_ID = re.compile(r"[SMO][0-9]{1,20}")


class Catalogue:
    """The jobs an institution can start, by id."""

    def __init__(self, job_types: JobTypes) -> None:
        self.job_types = job_types
        built_in = [*built_in_jobs(job_types.values()), *SET_JOBS]
        self._built_in = {job.job_id: job for job in built_in}

    def find(self, tx: Tx, job_id: str) -> Job:
        """Return the job with this id; a configured one hides a built-in one.

        Raises:
            Refused: with `InvalidJobId` or `UnknownJob`.
        """
        check_job_id(job_id)
        job = tx.jobs.find(job_id) or self._built_in.get(job_id)
        if job is None:
            raise Refused(UnknownJob(job_id))
        return job

    def list(
        self,
        tx: Tx,
        *,
        job_class: JobClass | None = None,
        category: str | None = None,
        profile_id: str | None = None,
    ) -> Sequence[Job]:
        """Return the jobs that fit, built-in ones first, each kind by id."""
        configured = tx.jobs.page(job_class=None, category=None, profile_id=None)
        hidden = {job.job_id for job in configured}
        built_in = [
            job for job_id, job in self._built_in.items() if job_id not in hidden
        ]
        return [
            job
            for job in (*built_in, *configured)
            if job_class in (None, job.job_class)
            and category in (None, job.category)
            and profile_id in (None, job.profile_id)
        ]

    def type_of(self, job: Job) -> JobType[Any] | None:
        """Return the code behind a job; None for one that cannot run here."""
        return self.job_types.get(job.job_type)

    def parameter_names(self, job: Job) -> Sequence[str]:
        """Return the names of the parameters that the job takes, in order."""
        job_type = self.type_of(job)
        if job_type is None or job.job_class is not JobClass.MANUAL:
            return []
        return [
            *names_of(job_type.params),
            *(["set_id"] if job.content else []),
            "job_name",
        ]


def check_job_id(job_id: str) -> None:
    """Raise unless the id has the form of a job's id.

    Raises:
        Refused: with `InvalidJobId`.
    """
    if not _JOB_ID.fullmatch(job_id):
        raise Refused(InvalidJobId(job_id))
