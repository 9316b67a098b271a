"""Start what has fallen due: one run for each time of a schedule.

Any number of processes may look at any time. The next time of a job is read, its run is
submitted, and the next time moves on, in one transaction of the line in which the
institution's submissions stand; so each time is started once. Two runs of a job for one
time cannot be stored besides.
"""

import re
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from almandine.engine.catalogue import Catalogue
from almandine.engine.job import SYSTEM, Job, WhenBusy
from almandine.engine.ports import Fire, Store, Tx
from almandine.engine.report import ALERT_ERROR
from almandine.engine.run import WHOLE_RUN, Event, Origin, Run, Status
from almandine.engine.schedule import Schedule, read_schedule
from almandine.engine.submit import SET_ID, Submission, submit_within
from almandine.engine.thresholds import Limits
from almandine.faults import Overlap, Refusal, Refused

_INSTANT: Final = timedelta(microseconds=1)
_WORD: Final = re.compile(r"[A-Z][a-z]*")


def plan(job_id: str, *, store: Store) -> Fire | None:
    """Work out anew when a job next falls due, and return that time.

    For jobs that are new, or whose schedule or zone has changed: what fell due before
    is not theirs. Returns None for a job that does not fall due.
    """
    with store.decide() as tx:
        job = tx.jobs.find(job_id)
        if job is None or not _may_start(job):
            tx.fires.drop(job_id)
            return None
        return _put(job, read_schedule(job.schedule), tx.now(), tx)


def fire(job_id: str, *, store: Store, catalogue: Catalogue) -> Run | None:
    """Start the run that has fallen due, and return it.

    A run that overlaps is recorded as SKIPPED, or waits; one that cannot be started for
    another reason is recorded as FAILED, with that reason. Times that are older than
    the job's `catch_up` are passed over.

    Returns None when nothing is due, or has to wait.

    Raises:
        Refused: when the database or the dispatcher fails; nothing has happened then.
    """
    with store.submission() as tx:
        job, now, due_at = tx.jobs.find(job_id), tx.now(), _due(job_id, tx)
        if job is None or not _may_start(job) or due_at is None or due_at > now:
            return None
        schedule = read_schedule(job.schedule)
        if schedule is None:
            return None
        oldest = now - job.catch_up
        if due_at < oldest:
            due_at = schedule.next_run(_zone(tx), oldest - _INSTANT)
            if due_at > now:
                _put(job, schedule, now, tx)
                return None
        return _fire_within(tx, job, schedule, due_at, catalogue)


def _due(job_id: str, tx: Tx) -> datetime | None:
    found = tx.fires.find(job_id)
    return found.due_at if found else None


def _fire_within(
    tx: Tx, job: Job, schedule: Schedule, due_at: datetime, catalogue: Catalogue
) -> Run | None:
    asked = _submission(job, due_at)
    try:
        run = submit_within(tx, asked, catalogue=catalogue, limits=Limits()).run
    except Refused as refused:
        busy = isinstance(refused.refusal, Overlap)
        if busy and job.when_busy is WhenBusy.QUEUE:
            return None
        run = _not_started(tx, job, asked, refused)
    _put(job, schedule, due_at, tx)
    return run


def _submission(job: Job, due_at: datetime) -> Submission:
    given = [(SET_ID, job.schedule_set)] if job.schedule_set else []
    return Submission(
        job_id=job.job_id,
        op="run",
        read_parameters=lambda: given,
        origin=Origin.SCHEDULE,
        submitted_by=SYSTEM,
        due_at=due_at,
    )


def _not_started(tx: Tx, job: Job, asked: Submission, refused: Refused) -> Run:
    """Record a run that never was, with the reason."""
    busy = isinstance(refused.refusal, Overlap)
    now = tx.now()
    run_id, external_id = tx.ids.next("run", 2)
    run = Run(
        run_id=run_id,
        external_id=external_id,
        job_id=job.job_id,
        job_type=job.job_type,
        job_name=job.name,
        name=job.name,
        origin=asked.origin,
        submitted_by=asked.submitted_by,
        set_id=job.schedule_set,
        profile_id=job.profile_id,
        status=Status.SKIPPED if busy else Status.FAILED,
        submitted_at=now,
        due_at=asked.due_at,
        started_at=now,
        ended_at=now,
        status_at=now,
        alert="" if busy else ALERT_ERROR,
    )
    tx.runs.add(run)
    note = Event("", "note", f"Not started: {_words(refused.refusal)}")
    tx.events.add(run_id, WHOLE_RUN, [note])
    return run


def _words(refusal: Refusal) -> str:
    """Return a refusal as a librarian reads it: its name, and its facts."""
    name = " ".join(_WORD.findall(type(refusal).__name__)).lower()
    facts = ", ".join(f"{what} {value}" for what, value in asdict(refusal).items())
    return f"{name} ({facts})" if facts else name


def _put(job: Job, schedule: Schedule | None, after: datetime, tx: Tx) -> Fire:
    """Store when the job falls due after an instant."""
    zone = _zone(tx)
    due_at = schedule.next_run(zone, after) if schedule else None
    found = Fire(job.job_id, job.schedule, zone.key, due_at)
    tx.fires.put(found)
    return found


def _zone(tx: Tx) -> ZoneInfo:
    return ZoneInfo(tx.configuration.institution().timezone)


def _may_start(job: Job) -> bool:
    """Tell whether the job is one that a schedule starts."""
    can_run = bool(job.job_type) and not job.closed_because
    return can_run and bool(job.schedule) and job.schedule_active
