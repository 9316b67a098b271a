"""Schedules: when jobs fall due, what came of the last time; and let them rest."""

import rich_click as click

from almandine.cli.declare import argument
from almandine.cli.listings import as_json, show_rows, told
from almandine.cli.places import Site, at_institution
from almandine.engine.timetable import Timetable, activate, timetables

_COLUMNS = (
    "job",
    "schedule",
    "active",
    "next_run",
    "last_run",
    "status",
    "ended_at",
    "name",
)


@click.command("schedules")
@as_json
@at_institution
def schedules(site: Site, *, json_wanted: bool) -> None:
    """List the jobs that have a schedule, with their next and last runs.

    A running `almandine serve` or `almandine worker` starts them. What the
    configuration says of them is changed by `almandine apply`.
    """
    with site.store.read() as tx:
        rows = [_row(each) for each in timetables(tx)]
    show_rows(_COLUMNS, rows, json_wanted=json_wanted)


@click.command("activate")
@argument("job_id", metavar="JOB")
@at_institution
def activate_schedule(site: Site, job_id: str) -> None:
    """Let the schedule of JOB start runs; what fell due at rest does not count."""
    found = activate(job_id, store=site.store, catalogue=site.app.catalogue)
    closed = found.job.closed_because
    told_next = f"never: {closed}" if closed else told(found.job.next_run)
    click.echo(f"{job_id} runs by its schedule; next: {told_next}")


@click.command("deactivate")
@argument("job_id", metavar="JOB")
@at_institution
def deactivate_schedule(site: Site, job_id: str) -> None:
    """Let the schedule of JOB rest; `almandine jobs run` and clients still start it."""
    catalogue = site.app.catalogue
    activate(job_id, store=site.store, catalogue=catalogue, active=False)
    click.echo(f"{job_id} runs only when somebody asks.")


def _row(found: Timetable) -> tuple[object, ...]:
    job, last = found.job, found.last
    return (
        job.job_id,
        job.schedule_words or job.schedule,
        "yes" if job.schedule_active and not job.closed_because else "no",
        job.next_run,
        last.run_id if last else "",
        last.status.value if last else "",
        last.ended_at if last else None,
        job.name,
    )
