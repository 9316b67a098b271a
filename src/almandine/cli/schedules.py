"""`almandine schedules`: see which jobs run by themselves, and let them rest."""

import rich_click as click

from almandine.cli.declare import argument, option
from almandine.cli.failures import Group
from almandine.cli.listings import as_json, show_json, show_rows, told
from almandine.cli.places import Site, at_institution
from almandine.engine.schedules.look import (
    Timetable,
    activate,
    next_runs,
    timetable_of,
    timetables,
)

_COLUMNS = (
    "job",
    "schedule",
    "active",
    "next_run",
    "last_due",
    "last_run",
    "status",
    "ended_at",
    "name",
)


@click.group("schedules", cls=Group)
def schedules() -> None:
    """See which jobs run by themselves, and let them rest.

    The configuration file says when (`almandine apply`); a running `almandine serve`
    or `almandine worker` starts them. `almandine jobs run` starts a job at once.
    """


@schedules.command("list")
@as_json
@at_institution
def list_schedules(site: Site, *, json_wanted: bool) -> None:
    """List the jobs that have a schedule, with their next and their last run."""
    with site.store.read() as tx:
        found = timetables(tx)
    show_rows(_COLUMNS, map(_row, found), json_wanted=json_wanted)


@schedules.command("show")
@argument("job_id", metavar="JOB")
@option(
    "--count",
    type=click.IntRange(1, 100),
    metavar="N",
    default=5,
    show_default=True,
    help="How many of the next runs.",
)
@as_json
@at_institution
def show(site: Site, job_id: str, count: int, *, json_wanted: bool) -> None:
    """Show the schedule of JOB, with its next runs.

    Example: almandine schedules show S6490000000010101
    """
    with site.store.read() as tx:
        found = timetable_of(job_id, tx, site.app.catalogue)
        times = next_runs(found.job, tx, count)
    facts = {
        **dict(zip(_COLUMNS, _row(found), strict=True)),
        "words": found.job.schedule_words,
        "overlap": found.job.overlap.value,
        "catch_up": str(found.job.catch_up),
        "closed": found.job.closed_because,
    }
    if json_wanted:
        show_json({**facts, "next_runs": times})
        return
    for name, value in facts.items():
        click.echo(f"{name + ':':<15}{told(value)}")
    for number, time in enumerate(times):
        click.echo(f"{'' if number else 'next runs:':<15}{told(time)}")


@schedules.command("activate")
@argument("job_id", metavar="JOB")
@at_institution
def activate_schedule(site: Site, job_id: str) -> None:
    """Let the schedule of JOB start runs; what it missed at rest does not count."""
    with site.store.decide() as tx:
        found = activate(job_id, tx, site.app.catalogue)
    next_run = told(found.job.next_run) or f"never: {found.job.closed_because}"
    click.echo(f"{job_id} runs by its schedule; next: {next_run}")


@schedules.command("deactivate")
@argument("job_id", metavar="JOB")
@at_institution
def deactivate_schedule(site: Site, job_id: str) -> None:
    """Let the schedule of JOB rest; `almandine jobs run` and clients still start it."""
    with site.store.decide() as tx:
        activate(job_id, tx, site.app.catalogue, active=False)
    click.echo(f"{job_id} runs only when somebody asks.")


def _row(found: Timetable) -> tuple[object, ...]:
    job, last = found.job, found.last
    ran = last and (last.due_at, last.run_id, last.status.value, last.ended_at)
    return (
        job.job_id,
        job.schedule,
        "yes" if job.active and not job.closed_because else "no",
        job.next_run,
        *(ran or (None, None, None, None)),
        job.name,
    )
