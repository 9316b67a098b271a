"""Start a run: the checks in the order of the contract, then one insert.

A refused submission writes nothing and uses no quota.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from almandine.engine.catalogue import Catalogue, check_job_id
from almandine.engine.job import Job, JobClass
from almandine.engine.parameters import check, check_presence, check_sets
from almandine.engine.ports import Store, Tx
from almandine.engine.run import Origin, Run, Status
from almandine.engine.thresholds import Limits, check_thresholds
from almandine.faults import (
    EmptyParameter,
    MissingOperation,
    MissingParameter,
    NotSubmittable,
    Overlap,
    Refused,
    SeveralTasks,
    UnknownJobCategory,
    UnknownSet,
    UnsupportedOperation,
    WrongContent,
)
from almandine.records.kind import KIND_OF_CONTENT
from almandine.records.sets import RecordSet

SET_ID = "set_id"
JOB_NAME = "job_name"

SCHEDULED_CATEGORIES = frozenset(
    {"ACQ", "IMPORT", "FULFILLMENT", "FINANCE", "PUBLISHING", "USERS", "COURSES"}
)
"""Categories of scheduled jobs that the API starts."""

Parameters = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """A request to run a job."""

    job_id: str
    op: str | None
    """Only `run` is known."""
    read_parameters: Callable[[], Parameters]
    """Decodes the body. Called late, because a wrong job id is told before a
    broken body is."""
    origin: Origin
    submitted_by: str
    submitted_by_name: str = ""
    due_at: datetime | None = None
    """When a schedule asked for it (UTC)."""
    added: Parameters = ()
    """What the service itself says, such as which upload is meant; it goes before the
    configuration, and no client can say it."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be run, on what, with what."""

    submission: Submission
    job: Job
    over: RecordSet | None
    parameters: Parameters
    settings: Mapping[str, str]

    @property
    def set_id(self) -> str:
        return self.over.set_id if self.over else ""


@dataclass(frozen=True, slots=True)
class Submitted:
    """An accepted request."""

    job: Job
    run: Run


def submit(
    submission: Submission,
    *,
    store: Store,
    catalogue: Catalogue,
    limits: Limits,
) -> Submitted:
    """Queue one run of a job.

    Args:
        submission: The request.
        store: What is kept for the institution.
        catalogue: Its jobs.
        limits: How much the API may start.

    Raises:
        Refused: with the first reason in the order of the contract, section 4.
    """
    # Whoever is refused need not stand in line for the one who may write.
    with store.read() as tx:
        order = _order(submission, tx, catalogue)
        _check_quota(order, tx, limits, tx.now())
    with store.submission() as tx:
        # It may have changed in the meantime; from here on it cannot.
        _check_set(order, tx)
        return _accepted(order, tx, limits)


def submit_within(
    tx: Tx, submission: Submission, *, catalogue: Catalogue, limits: Limits
) -> Submitted:
    """Queue one run of a job within a transaction of the institution's line.

    Raises:
        Refused: with the first reason in the same order; nothing is written then.
    """
    return _accepted(_order(submission, tx, catalogue), tx, limits)


def _accepted(order: _Order, tx: Tx, limits: Limits) -> Submitted:
    # Now, and not before the wait: a run that ended meanwhile had not then.
    _check_quota(order, tx, limits, tx.now())
    # Later than the end of every run that this look found ended: on a server one may
    # end between the two, and would seem to have gone on beside this one.
    run = _new_run(order, tx, tx.now())
    tx.runs.add(run)
    tx.queue.put(run.run_id)
    return Submitted(order.job, run)


def _order(submission: Submission, tx: Tx, catalogue: Catalogue) -> _Order:
    job = _startable_job(submission, tx, catalogue)
    job_type = catalogue.type_of(job)
    if job_type is None:
        raise Refused(NotSubmittable(job.job_id, "this service cannot run it"))
    parameters = submission.read_parameters()
    check_presence(job_type.params, [*job.settings, *parameters])
    over = _set_of(job, parameters, tx)
    said = _said(job, parameters, submission)
    settings = check(job_type.params, said, tx.references.resolve)
    check_sets(job_type.params, settings, tx.sets)
    return _Order(submission, job, over, parameters, settings)


def _startable_job(submission: Submission, tx: Tx, catalogue: Catalogue) -> Job:
    """Return the job, once it is clear that it may be started at all."""
    check_job_id(submission.job_id)
    _check_operation(submission.op)
    job = catalogue.find(tx, submission.job_id)
    if job.tasks > 1:
        raise Refused(SeveralTasks(job.job_id, job.tasks))
    scheduled = job.job_class is JobClass.SCHEDULED
    of_ours = submission.origin is Origin.SCHEDULE
    if scheduled and not of_ours and job.category not in SCHEDULED_CATEGORIES:
        raise Refused(UnknownJobCategory(job.job_id, job.category))
    if job.closed_because:
        raise Refused(NotSubmittable(job.job_id, job.closed_because))
    return job


def _check_operation(op: str | None) -> None:
    if not op:
        raise Refused(MissingOperation())
    if op != "run":
        raise Refused(UnsupportedOperation(op))


def _set_of(job: Job, parameters: Parameters, tx: Tx) -> RecordSet | None:
    """Return the set to work on; None for jobs that work on none."""
    if not job.content:
        return None
    set_id = _last(parameters, SET_ID)
    if set_id is None:
        raise Refused(MissingParameter(SET_ID))
    if not set_id:
        raise Refused(EmptyParameter(SET_ID))
    found = tx.sets.find(set_id)
    if found is None:
        raise Refused(UnknownSet(set_id))
    if found.kind != KIND_OF_CONTENT[job.content]:
        raise Refused(WrongContent(set_id, found.content, job.content))
    return found


def _said(job: Job, parameters: Parameters, submission: Submission) -> Parameters:
    """Return what the run works with: the configuration first, then the request.

    A scheduled job is what its profile says; a request cannot change that.
    """
    given = () if job.job_class is JobClass.SCHEDULED else parameters
    return [*job.settings, *given, *submission.added]


def _last(parameters: Parameters, name: str) -> str | None:
    """Return the value of a parameter, its last one where it is repeated."""
    values = [value.strip() for each, value in parameters if each == name]
    return values[-1] if values else None


def _check_set(order: _Order, tx: Tx) -> None:
    if order.over and tx.sets.find(order.set_id) is None:
        raise Refused(UnknownSet(order.set_id))


def _check_quota(order: _Order, tx: Tx, limits: Limits, now: datetime) -> None:
    """Raise when the run would overlap another, or exceed a threshold.

    Only runs that the API starts are held to the thresholds.
    """
    job = order.job
    standing = tx.runs.standing(
        job.job_id,
        set_id=order.set_id,
        profile_id=job.profile_id,
        since=now - limits.window,
        starts=limits.max_starts,
    )
    if standing.overlapping is not None:
        raise Refused(Overlap(job.job_id, standing.overlapping))
    if order.submission.origin is Origin.API:
        check_thresholds(standing, limits)


def _new_run(order: _Order, tx: Tx, now: datetime) -> Run:
    job, submission = order.job, order.submission
    run_id, external_id = tx.ids.next("run", 2)
    return Run(
        run_id=run_id,
        external_id=external_id,
        job_id=job.job_id,
        job_type=job.job_type,
        job_name=job.name,
        name=_last(order.parameters, JOB_NAME) or _usual_name(order),
        origin=submission.origin,
        submitted_by=submission.submitted_by,
        submitted_by_name=submission.submitted_by_name,
        set_id=order.set_id,
        profile_id=job.profile_id,
        parameters=tuple(order.parameters),
        settings=tuple(order.settings.items()),
        status=Status.QUEUED,
        submitted_at=now,
        due_at=submission.due_at,
        started_at=now,
        status_at=now,
    )


def _usual_name(order: _Order) -> str:
    """Return the name of a run that was given none."""
    name = order.job.name
    if order.over is None:
        return name
    via_api = order.submission.origin is Origin.API
    return (
        f"{name} - via API - {order.over.name}"
        if via_api
        else (f"{name} - {order.over.name}")
    )
