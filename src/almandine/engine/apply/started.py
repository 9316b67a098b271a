"""From when a configured job runs by itself, and on which set."""

from dataclasses import replace
from datetime import datetime

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import Row
from almandine.engine.apply.jobs import PlannedJob
from almandine.engine.job import Job
from almandine.engine.submit import SET_ID
from almandine.records.kind import KIND_OF_CONTENT


def check_set(planned: PlannedJob, to: Application) -> None:
    """Note a set that the job could not run on, or that a schedule would need."""
    job = planned.job
    if not (job.job_type and job.content):
        return
    set_id = dict(job.settings).get(SET_ID)
    place = f"{planned.place}.settings.{SET_ID}"
    if not set_id:
        if job.schedule:
            to.object(place, "is mandatory for a job that runs by schedule")
        return
    found = to.parts.sets.find(set_id)
    if found is None:
        to.object(place, f"no set has the id {set_id!r}")
    elif KIND_OF_CONTENT.get(found.content) != KIND_OF_CONTENT[job.content]:
        to.object(place, f"the set holds {found.content}; allowed: {job.content}")


def started(planned: PlannedJob, job: Job, kept: Row | None, to: Application) -> Job:
    """Return the job as it is to be kept, with the instant from which it is due.

    What fell due before a schedule was set up, changed or let start runs again does not
    count; applying a file again changes nothing.
    """
    was_active = kept is None or bool(kept["active"])
    is_active = was_active if planned.active is None else planned.active
    job = replace(job, active=is_active)
    if not (job.schedule and job.job_type):
        return job
    goes_on = kept is not None and kept["schedule"] == job.schedule and not to.moved
    rested = kept is not None and bool(kept["closed_because"] or not was_active)
    wakes = rested and is_active and not job.closed_because
    since = kept["scheduled_since"] if kept and goes_on and not wakes else None
    is_kept = isinstance(since, datetime)
    return replace(job, scheduled_since=since if is_kept else to.parts.now)
