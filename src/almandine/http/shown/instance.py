"""Runs on the wire, where they are called job instances. Source: CONTRACT 2.3."""

from collections.abc import Iterator
from typing import Final

from almandine.engine.imports.populations import populations_of
from almandine.engine.job import Job
from almandine.engine.run import Counter, Run
from almandine.http.shown.job import show_job_info
from almandine.wire import instance as wire
from almandine.wire.codes import ALERTS, JOB_ACTIONS, POPULATIONS, SYSTEM_JOB_STATUS
from almandine.wire.codetables import coded
from almandine.wire.links import Links
from almandine.wire.texts import Coded

CREATE_SET: Final = "CREATE_SET"


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
        action=tuple(_actions(run, links)),
        job_info=show_job_info(job, links)
        if job
        else wire.JobInfo(id=run.job_id, name=run.job_name),
    )


def _actions(run: Run, links: Links) -> Iterator[wire.Action]:
    """Yield what can be done with the records of an import: sets made of them."""
    for population, members in populations_of(run).items():
        if members:
            yield wire.Action(
                link=links.population(run.run_id, population),
                type=coded(JOB_ACTIONS, CREATE_SET),
                population=coded(POPULATIONS, population),
                members=members,
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
