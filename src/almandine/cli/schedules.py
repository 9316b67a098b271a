"""Schedules: when jobs fall due, and what came of the last time."""

import rich_click as click

from almandine.cli.listings import as_json, show_rows
from almandine.cli.places import Site, at_institution
from almandine.engine.job import Job
from almandine.engine.ports import RunFilter, Tx

_COLUMNS = ("job", "schedule", "next_run", "last_run", "status", "name")


@click.command("schedules")
@as_json
@at_institution
def schedules(site: Site, *, json_wanted: bool) -> None:
    """List the jobs that have a schedule, with their next and last runs.

    A running `almandine serve` or `almandine worker` starts them. What the
    configuration says of them is changed by `almandine apply`.
    """
    with site.store.read() as tx:
        jobs = [job for job in site.app.catalogue.list(tx) if job.schedule]
        rows = [_row(job, tx) for job in jobs]
    show_rows(_COLUMNS, rows, json_wanted=json_wanted)


def _row(job: Job, tx: Tx) -> tuple[object, ...]:
    newest, _ = tx.runs.page(RunFilter(job_id=job.job_id), limit=1, offset=0)
    last_run, status = (
        (newest[0].run_id, newest[0].status.value) if newest else ("", "")
    )
    words = job.schedule_words or job.schedule
    return job.job_id, words, job.next_run, last_run, status, job.name
