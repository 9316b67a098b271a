"""Start, wait for and end runs."""

from datetime import timedelta
from typing import Final

import rich_click as click
from click.exceptions import Exit

from almandine.cli.declare import argument, option
from almandine.cli.listings import as_json
from almandine.cli.places import Site, at_institution
from almandine.cli.progress import progress
from almandine.cli.reports import exit_code, show_run
from almandine.cli.runs import find_run
from almandine.cli.user import user
from almandine.cli.workers import alive
from almandine.engine.abort import abort
from almandine.engine.run import UNFINISHED, Origin, Run
from almandine.engine.submit import SET_ID, Submission, submit

_LOOK_EVERY: Final = timedelta(milliseconds=250)


@click.command("run")
@argument("job_id", metavar="JOB")
@option("--set", "set_id", metavar="ID", help="The set to work on.")
@option(
    "--parameter",
    "-p",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A parameter, by the name the API has for it. Repeatable.",
)
@option("--wait", is_flag=True, help="Stay until it has ended; then report.")
@as_json
@at_institution
def run_job(  # noqa: PLR0913 - one for each option
    site: Site,
    job_id: str,
    set_id: str | None,
    parameters: tuple[str, ...],
    *,
    wait: bool,
    json_wanted: bool,
) -> None:
    """Start JOB and print the id of its run, or its report with --wait.

    Exits with 0 on success, 3 when it ended with errors, 4 when it was refused.

    Example: almandine jobs run M44 --set 9500000000010101 --wait
    """
    pairs = [_pair(text) for text in parameters]
    if set_id is not None:
        pairs.append((SET_ID, set_id))
    run = _submitted(site, job_id, pairs)
    if not wait:
        click.echo(run.run_id)
        warn_of_idleness(site)
        return
    follow_and_report(site, run, json_wanted=json_wanted)


@click.command("wait")
@argument("run_id", metavar="RUN")
@as_json
@at_institution
def wait_for_run(site: Site, run_id: str, *, json_wanted: bool) -> None:
    """Stay until a run has ended, then print its report.

    Exits with 0 on success, 3 when it ended with errors.
    """
    follow_and_report(site, find_run(site, run_id), json_wanted=json_wanted)


@click.command("abort")
@argument("run_id", metavar="RUN")
@at_institution
def abort_run(site: Site, run_id: str) -> None:
    """Stop a run: at once if it has not begun, else at its next chunk."""
    with site.store.write(durable=True) as tx:
        run = abort(run_id, tx=tx, now=site.app.env.now())
    if run.status in UNFINISHED:
        click.echo(f"Run {run_id} stops at its next chunk.")
    else:
        click.echo(f"Run {run_id} is aborted.")


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise click.UsageError(f"-p {text} is no NAME=VALUE")
    return name, value


def _submitted(site: Site, job_id: str, pairs: list[tuple[str, str]]) -> Run:
    submission = Submission(
        job_id=job_id,
        op="run",
        read_parameters=lambda: pairs,
        origin=Origin.UI,
        submitted_by=user(),
    )
    return submit(
        submission,
        store=site.store,
        catalogue=site.app.catalogue,
        limits=site.app.services().limits,
    ).run


def follow_and_report(site: Site, run: Run, *, json_wanted: bool) -> None:
    """Stay until a run has ended, print its report, and exit by how it ended."""
    if run.status in UNFINISHED:
        warn_of_idleness(site)
        run = follow(site, run)
    show_run(site, run, json_wanted=json_wanted)
    raise Exit(exit_code(run))


def follow(site: Site, run: Run) -> Run:
    """Show how a run gets on until it has ended; return it as it is then."""
    with progress(run.name, site.app.env) as tell:
        while run.status in UNFINISHED:
            site.app.env.sleep(_LOOK_EVERY)
            run = find_run(site, run.run_id)
            tell(run.tally.done, run.members)
    return run


def warn_of_idleness(site: Site) -> None:
    """Say so when there is nobody who carries runs out."""
    if not alive(site.app):
        click.echo(
            f"No worker is alive on {site.app.settings.data}; the run waits"
            " until `almandine serve` or `almandine worker` is started there.",
            err=True,
        )
