"""`almandine jobs`: run jobs and look at what became of them."""

import rich_click as click
from click.exceptions import Exit

from almandine.cli.declare import argument
from almandine.cli.failures import Group
from almandine.cli.listings import as_json, show_json, show_rows
from almandine.cli.places import Site, at_institution
from almandine.cli.reports import exit_code, show_run
from almandine.cli.running import abort_run, run_job, wait_for_run
from almandine.cli.runs import artifacts, find_run, runs
from almandine.cli.schedules import (
    activate_schedule,
    deactivate_schedule,
    schedules,
)
from almandine.cli.unresolved import resolve, resume, unresolved
from almandine.engine.run import UNFINISHED


@click.group("jobs", cls=Group)
def jobs() -> None:
    """Run jobs, wait for them, read their reports.

    These commands work on the data directory itself. A running `almandine serve`
    or `almandine worker` on the same directory carries the runs out. No
    threshold of the API refuses them, but they count as starts of their job.
    """


@jobs.command("list")
@as_json
@at_institution
def list_jobs(site: Site, *, json_wanted: bool) -> None:
    """List the jobs that there are."""
    with site.store.read() as tx:
        found = site.app.catalogue.list(tx)
    rows = [(job.job_id, job.name, job.category, job.content) for job in found]
    show_rows(("id", "name", "category", "content"), rows, json_wanted=json_wanted)


@jobs.command("show")
@argument("id_", metavar="ID")
@as_json
@at_institution
def show(site: Site, id_: str, *, json_wanted: bool) -> None:
    """Show a job (such as M44) with the parameters it takes, or a run.

    Example: almandine jobs show M44
    """
    if id_.isdigit():
        show_run(site, find_run(site, id_), json_wanted=json_wanted)
        return
    with site.store.read() as tx:
        job = site.app.catalogue.find(tx, id_)
    facts = {
        "id": job.job_id,
        "name": job.name,
        "description": job.description,
        "category": job.category,
        "content": job.content,
        "schedule": job.schedule,
        "parameters": list(site.app.catalogue.parameter_names(job)),
    }
    if json_wanted:
        show_json(facts)
        return
    for name, value in facts.items():
        told = "\n               ".join(value) if isinstance(value, list) else value
        click.echo(f"{name + ':':<15}{told}")


@jobs.command("report")
@argument("run_id", metavar="RUN")
@as_json
@at_institution
def report(site: Site, run_id: str, *, json_wanted: bool) -> None:
    """Print what became of a run. Exits with 3 if it ended with errors."""
    run = find_run(site, run_id)
    show_run(site, run, json_wanted=json_wanted)
    if run.status in UNFINISHED:
        click.echo("It has not ended yet; `almandine jobs wait` waits.", err=True)
    raise Exit(exit_code(run))


for command in (
    run_job,
    wait_for_run,
    abort_run,
    runs,
    schedules,
    activate_schedule,
    deactivate_schedule,
    artifacts,
    unresolved,
    resolve,
    resume,
):
    jobs.add_command(command)
