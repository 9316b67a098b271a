"""Jobs on the wire. Source: CONTRACT 2.2."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from almandine.engine.imports.upload import IMPORT
from almandine.engine.job import Job, JobClass
from almandine.engine.schedule import NOT_SCHEDULED
from almandine.engine.submit import Parameters, Submitted
from almandine.wire import job as wire
from almandine.wire.codes import (
    BUSINESS_ENTITY,
    JOBS_API_JOB_TYPES,
    MANUAL_CATEGORIES,
    SCHEDULED_CATEGORIES,
    Code,
)
from almandine.wire.codetables import coded
from almandine.wire.instance import JobInfo
from almandine.wire.links import Links
from almandine.wire.texts import Coded, Linked

CATEGORIES: Final[Mapping[str, Code]] = {**SCHEDULED_CATEGORIES, **MANUAL_CATEGORIES}


def show_job(
    job: Job, links: Links, parameters: Iterable[tuple[str, str]] = ()
) -> wire.Job:
    """Put a job on the wire, with the parameters it takes or was given."""
    return wire.Job(
        link=links.job(job.job_id),
        id=job.job_id,
        name=job.name,
        description=job.description,
        type=coded(JOBS_API_JOB_TYPES, job.job_class),
        category=coded(CATEGORIES, job.category),
        content=coded(BUSINESS_ENTITY, job.content) if job.content else None,
        schedule=_schedule(job),
        creator=job.creator or None,
        next_run=job.next_run,
        parameter=tuple(
            wire.Parameter(name=Coded(value=name), value=value)
            for name, value in parameters
        ),
        related_profile=_profile(job, links),
    )


def show_submitted(submitted: Submitted, links: Links) -> wire.Job:
    """Put a job on the wire that has just been started, with its run."""
    run = submitted.run
    shown = show_job(submitted.job, links, run.parameters)
    link = links.instance(run.job_id, run.run_id)
    return replace(
        shown, additional_info=wire.triggered(run.run_id, run.submitted_at, link)
    )


def show_job_info(job: Job, links: Links) -> JobInfo:
    """Put a job on the wire in short, as a run shows it."""
    return JobInfo(
        link=links.job(job.job_id),
        id=job.job_id,
        name=job.name,
        description=job.description,
        type=coded(JOBS_API_JOB_TYPES, job.job_class),
        category=coded(CATEGORIES, job.category),
    )


def read_parameters(body: wire.Job) -> Parameters:
    """Take from a body what a run is to work with; the rest of it is ignored."""
    return [
        (parameter.name.value, parameter.value or "")
        for parameter in body.parameter
        if parameter.name and parameter.name.value
    ]


def _schedule(job: Job) -> Coded | None:
    if job.schedule:
        return Coded(value=job.schedule, desc=job.schedule_words or None)
    if job.job_class is JobClass.SCHEDULED:
        return Coded(value=NOT_SCHEDULED, desc="Not scheduled")
    return None


def _profile(job: Job, links: Links) -> Linked | None:
    if not job.profile_id:
        return None
    address = (
        links.import_profile if job.category == IMPORT else links.integration_profile
    )
    return Linked(link=address(job.profile_id), value=job.profile_id)
