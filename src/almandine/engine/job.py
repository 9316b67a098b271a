"""A job: a job type as an institution has it, under an id clients know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from almandine.engine.jobtype import JobType

SYSTEM: Final = "System"
"""Who creates the jobs of profiles, and submits what falls due."""

JobTypes = Mapping[str, JobType[Any]]
"""All job types by name."""


class WhenBusy(StrEnum):
    """What a schedule does when its job falls due and the last run is not over."""

    SKIP = "skip"
    """The run is recorded as SKIPPED."""
    QUEUE = "queue"
    """It starts as soon as the other one has ended."""


class JobClass(StrEnum):
    """Codes of the table JobsApiJobTypes."""

    MANUAL = "MANUAL"
    SCHEDULED = "SCHEDULED"
    OTHER = "OTHER"


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
    schedule_active: bool = True
    """Whether anything is started when the job falls due."""
    schedule_set: str = ""
    """Id of the set that a scheduled manual job works on."""
    when_busy: WhenBusy = WhenBusy.SKIP
    catch_up: timedelta = timedelta(days=1)
    """How long after it fell due a run is still started; what is older is missed."""
    next_run: datetime | None = None
    creator: str = ""
    tasks: int = 1
    closed_because: str = ""
    """Why the API may not start it (inactive profile, republish); else empty."""

    @property
    def job_class(self) -> JobClass:
        """Return the class that the id's first letter stands for."""
        return _CLASS_OF_LETTER[self.job_id[0]]


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
