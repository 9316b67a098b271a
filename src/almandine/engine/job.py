"""A job: a job type as an institution has it, under an id clients know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from almandine.engine.jobtype import JobType

JobTypes = Mapping[str, JobType[Any]]
"""All job types by name."""


class JobClass(StrEnum):
    """Codes of the table JobsApiJobTypes."""

    MANUAL = "MANUAL"
    SCHEDULED = "SCHEDULED"
    OTHER = "OTHER"


class OnOverlap(StrEnum):
    """What becomes of a run that falls due while another of the job has not ended."""

    SKIP = "skip"
    """It is recorded as SKIPPED."""
    QUEUE = "queue"
    """It waits; one that falls due while one waits is skipped."""


CATCH_UP: Final = timedelta(days=1)
"""How long after its time a run that was missed is made up for, if not stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What can be started under one id."""

    job_id: str
    """S, M or O followed by digits."""
    job_type: str
    """Name of the job type; empty for a listed job that cannot be run here."""
    name: str
    description: str
    category: str
    content: str = ""
    """Content type of its sets; empty when it works on no set."""
    profile_id: str = ""
    """Of the integration profile a scheduled job belongs to."""
    settings: tuple[tuple[str, str], ...] = ()
    """Values that the configuration fixes, by parameter name."""
    schedule: str = ""
    """Code and words below are empty where nothing is scheduled."""
    schedule_words: str = ""
    active: bool = True
    """Whether the schedule starts runs; clients may start them either way."""
    overlap: OnOverlap = OnOverlap.SKIP
    catch_up: timedelta = CATCH_UP
    """How long after its time a run is made up for if nobody was there to start it."""
    scheduled_since: datetime | None = None
    """What fell due up to then (UTC) does not count; None for what has no schedule."""
    next_run: datetime | None = None
    creator: str = ""
    tasks: int = 1
    closed_because: str = ""
    """Why the API may not start it (inactive profile, republish); else empty."""

    @property
    def job_class(self) -> JobClass:
        """Return the class that the id's first letter stands for."""
        return _CLASS_OF_LETTER[self.job_id[0]]

    @property
    def runs_by_schedule(self) -> bool:
        """Tell whether runs are started when they fall due."""
        return self.active and bool(self.scheduled_since) and not self.closed_because


_CLASS_OF_LETTER = {
    "M": JobClass.MANUAL,
    "S": JobClass.SCHEDULED,
    "O": JobClass.OTHER,
}


def built_in_jobs(job_types: Iterable[JobType[Any]]) -> list[Job]:
    """Return the jobs that every institution has, by id."""
    jobs = [
        Job(
            job_id=job_type.alma_id,
            job_type=job_type.name,
            name=job_type.title,
            description=job_type.description or job_type.title,
            category=job_type.category,
            content=job_type.content,
            tasks=job_type.tasks,
        )
        for job_type in job_types
        if job_type.alma_id
    ]
    return sorted(jobs, key=lambda job: (len(job.job_id), job.job_id))
