"""Put the configured jobs in place, under ids that clients may have by heart."""

import json
from dataclasses import replace

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import EntryKind, Row
from almandine.engine.apply.jobs import PlannedJob, jobs_of
from almandine.engine.apply.plan import Plan
from almandine.engine.apply.settings import in_words
from almandine.engine.apply.timing import as_kept, check_set
from almandine.engine.job import Job, JobClass, JobTypes
from almandine.engine.parameters import check, check_sets
from almandine.faults import MissingParameter, Refused


def put_jobs(plan: Plan, to: Application, job_types: JobTypes) -> None:
    """Store all jobs of the file, each with the id of its profile."""
    found = jobs_of(plan, job_types)
    for planned in [each for each in found if isinstance(each, PlannedJob)]:
        _check_settings(planned, to, job_types)
        check_set(planned.job, planned.place, to)
        job = _identified(_with_profile(planned, to), to)
        key = {"job_id": job.job_id}
        kept = to.find(EntryKind.JOB, **key)
        to.put(EntryKind.JOB, key, _row(as_kept(job, planned.active, kept)))


def _with_profile(planned: PlannedJob, to: Application) -> PlannedJob:
    """Return the job with the id of its profile in place of the code."""
    code = planned.job.profile_id
    profile = to.find(EntryKind.PROFILE, code=code)
    if code and profile is None:
        to.object(f"{planned.place}.profile", f"no profile has the code {code!r}")
    profile_id = str(profile["profile_id"]) if profile else ""
    return replace(planned, job=replace(planned.job, profile_id=profile_id))


def _identified(planned: PlannedJob, to: Application) -> Job:
    """Return the job with its id, which the same job had before if it was there."""
    job = planned.job
    stated = job.job_id[1:] != ""
    if planned.stands_alone or (stated and to.find(EntryKind.JOB, job_id=job.job_id)):
        return job
    kept = to.find(EntryKind.JOB, **planned.identity)
    if kept is None:
        new = "" if stated else to.new_id(EntryKind.JOB, "job_id", job.job_id)
        return replace(job, job_id=new or job.job_id)
    known = str(kept["job_id"])
    if stated:
        to.object(planned.place, f"the job is {known} already, and ids do not change")
    return replace(job, job_id=known)


def _check_settings(planned: PlannedJob, to: Application, job_types: JobTypes) -> None:
    """Note settings that the job could not run with."""
    job = planned.job
    job_type = job_types.get(job.job_type)
    if job_type is None:
        return
    try:
        settings = check(job_type.params, job.settings, to.parts.references.resolve)
        check_sets(job_type.params, settings, to.parts.sets)
    except Refused as refused:
        left_to_clients = isinstance(refused.refusal, MissingParameter)
        by_itself = job.job_class is JobClass.SCHEDULED or job.schedule
        if by_itself or not left_to_clients:
            to.object(f"{planned.place}.settings", in_words(refused))


def _row(job: Job) -> Row:
    return {
        "job_type": job.job_type,
        "name": job.name,
        "description": job.description,
        "category": job.category,
        "content": job.content,
        "profile_id": job.profile_id,
        "settings": json.dumps(job.settings),
        "schedule": job.schedule,
        "schedule_words": job.schedule_words,
        "schedule_active": job.schedule_active,
        "schedule_set": job.schedule_set,
        "when_busy": job.when_busy,
        "catch_up": job.catch_up,
        "creator": job.creator,
        "tasks": job.tasks,
        "closed_because": job.closed_because,
    }
