"""The jobs that a file configures: of profiles, of processes, and by themselves."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from almandine.engine.apply.plan import (
    ActionTable,
    JobTable,
    Plan,
    ProcessTable,
    ProfileTable,
    Scheduled,
)
from almandine.engine.apply.problems import Problem
from almandine.engine.apply.settings import pairs_of, rule_pair
from almandine.engine.apply.timing import timed
from almandine.engine.job import SYSTEM, Job, JobTypes
from almandine.engine.jobtype import JobType


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """A job as the file wants it."""

    place: str
    job: Job
    """Its letter alone stands for an id that is still to be found; its profile's
    code stands for the profile's id."""
    stands_alone: bool = False
    """Whether the file must state its id."""
    active: bool | None = None
    """Whether its schedule starts runs; None where the file does not say."""

    @property
    def identity(self) -> Mapping[str, str]:
        """Return what tells it from other jobs when its id is not stated.

        A profile has one job of a type; other jobs of a type differ by name.
        """
        named = {} if self.job.profile_id else {"name": self.job.name}
        return {
            "job_type": self.job.job_type,
            "profile_id": self.job.profile_id,
            **named,
        }


Found = PlannedJob | Problem


def jobs_of(plan: Plan, job_types: JobTypes) -> Iterator[Found]:
    """Yield the jobs of a file, and what is wrong with them."""
    by_action = {each.action: each for each in job_types.values() if each.action}
    for number, profile in enumerate(plan.profiles, start=1):
        for index, action in enumerate(profile.actions, start=1):
            place = f"profiles[{number}].actions[{index}]"
            yield from _of_action(profile, action, by_action, place)
    for number, process in enumerate(plan.processes, start=1):
        yield from _of_process(process, job_types, f"processes[{number}]")
    for number, job in enumerate(plan.jobs, start=1):
        yield from _listed(job, job_types, f"jobs[{number}]")


def _of_action(
    profile: ProfileTable,
    table: ActionTable,
    by_action: Mapping[str, JobType[Any]],
    place: str,
) -> Iterator[Found]:
    """Yield the scheduled job of a profile's action."""
    job_type = by_action.get(f"{profile.type}/{table.action}")
    if job_type is None:
        allowed = ", ".join(sorted(by_action)) or "none"
        problem = f"no job for {profile.type}/{table.action}; allowed: {allowed}"
        yield Problem(f"{place}.action", problem)
        return
    name = job_type.title.replace("{profile}", profile.name)
    inactive = f"the integration profile {profile.code} is inactive"
    job = Job(
        job_id=table.job_id or "S",
        job_type=job_type.name,
        name=name,
        description=job_type.description or name,
        category=job_type.category,
        profile_id=profile.code,
        creator=SYSTEM,
        closed_because=table.closed if profile.active else inactive,
    )
    yield from _completed(PlannedJob(place, job), table, job_type)


def _of_process(
    table: ProcessTable, job_types: JobTypes, place: str
) -> Iterator[Found]:
    """Yield the manual job of a process."""
    job_type = job_types.get(table.type)
    if job_type is None:
        yield _unknown_type(table.type, job_types, place)
        return
    job = Job(
        job_id=table.id or "M",
        job_type=job_type.name,
        name=table.name,
        description=table.description or table.name,
        category=job_type.category,
        content=job_type.content,
        tasks=job_type.tasks,
        closed_because=table.closed,
    )
    yield from _completed(PlannedJob(place, job), table, job_type, table.rule)


def _listed(table: JobTable, job_types: JobTypes, place: str) -> Iterator[Found]:
    """Yield a job that stands by itself."""
    job_type = job_types.get(table.type)
    if table.type and job_type is None:
        yield _unknown_type(table.type, job_types, place)
        return
    if job_type is None and not (table.name and table.category):
        yield Problem(place, "a job without a type needs name and category")
        return
    name = table.name or (job_type.title if job_type else "")
    job = Job(
        job_id=table.id,
        job_type=table.type,
        name=name,
        description=table.description or (job_type and job_type.description) or name,
        category=table.category or (job_type.category if job_type else ""),
        content=table.content or (job_type.content if job_type else ""),
        tasks=job_type.tasks if job_type else 1,
        profile_id=table.profile,
        closed_because=table.closed,
    )
    yield from _completed(PlannedJob(place, job, stands_alone=True), table, job_type)


def _completed(
    planned: PlannedJob,
    table: Scheduled,
    job_type: JobType[Any] | None,
    rule: str = "",
) -> Iterator[Found]:
    """Yield the job with settings and schedule, or what is wrong with them."""
    found = [
        *rule_pair(rule, job_type, planned.place),
        *pairs_of(table.settings, job_type, planned.place),
    ]
    problems = [each for each in found if isinstance(each, Problem)]
    yield from problems
    if problems:
        return
    settings = tuple(each for each in found if not isinstance(each, Problem))
    for job in timed(replace(planned.job, settings=settings), table, planned.place):
        if isinstance(job, Problem):
            yield job
        else:
            yield replace(planned, job=job, active=table.schedule_active)


def _unknown_type(name: str, job_types: JobTypes, place: str) -> Problem:
    allowed = ", ".join(sorted(job_types))
    return Problem(f"{place}.type", f"no job type {name!r}; allowed: {allowed}")
