"""Runs on the wire, where they are called job instances. Source: CONTRACT 2.3."""

from almandine.engine.job import Job
from almandine.engine.run import Counter, Run
from almandine.http.shown.job import show_job_info
from almandine.wire import instance as wire
from almandine.wire.codes import ALERTS, SYSTEM_JOB_STATUS
from almandine.wire.codetables import coded
from almandine.wire.links import Links
from almandine.wire.texts import Coded


def show_instance(run: Run, job: Job | None, links: Links) -> wire.JobInstance:
    """Put a run on the wire; its job may be gone meanwhile."""
    return wire.JobInstance(
        link=links.instance(run.job_id, run.run_id),
        id=run.run_id,
        external_id=run.external_id,
        name=run.name,
        submitted_by=Coded(value=run.submitted_by, desc=run.submitted_by_name or None),
        submit_time=run.submitted_at,
        start_time=run.started_at,
        end_time=run.ended_at,
        progress=run.progress,
        status=coded(SYSTEM_JOB_STATUS, run.status),
        status_date=run.status_at.date(),
        alert=_alerts(run),
        counter=tuple(_counter(each) for each in run.counters),
        job_info=show_job_info(job, links)
        if job
        else wire.JobInfo(id=run.job_id, name=run.job_name),
    )


def _alerts(run: Run) -> tuple[Coded, ...]:
    if not run.alert:
        return ()
    known = ALERTS.get(run.alert)
    words = known and known.description.format(
        processed=run.tally.done, failed=run.tally.failed
    )
    return (Coded(value=run.alert, desc=words),)


def _counter(counter: Counter) -> wire.Counter:
    return wire.Counter(
        type=Coded(value=counter.code, desc=counter.label), value=counter.value
    )
