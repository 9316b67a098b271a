"""Runs of jobs: the list of them, and the files they made."""

import shutil
from pathlib import Path

import rich_click as click

from almandine.cli.declare import argument, option
from almandine.cli.failures import Failure
from almandine.cli.listings import as_json, show_rows
from almandine.cli.places import Site, at_institution
from almandine.engine.ports import RunFilter
from almandine.engine.run import Run, Status
from almandine.faults import Refused, UnknownRun

_COLUMNS = ("id", "job", "status", "progress", "submitted_at", "name")


def find_run(site: Site, run_id: str) -> Run:
    """Return the run.

    Raises:
        Refused: with `UnknownRun`.
    """
    with site.store.read() as tx:
        run = tx.runs.find(run_id)
    if run is None:
        raise Refused(UnknownRun(run_id))
    return run


@click.command("runs")
@option("--job", "job_id", metavar="ID", help="Only the runs of this job.")
@option(
    "--status",
    type=click.Choice(list(Status)),
    metavar="STATUS",
    help="Only runs in this status, such as FAILED.",
)
@option(
    "--limit",
    type=click.IntRange(1),
    metavar="N",
    default=20,
    show_default=True,
    help="How many at most, newest first.",
)
@as_json
@at_institution
def runs(
    site: Site,
    job_id: str | None,
    status: Status | None,
    limit: int,
    *,
    json_wanted: bool,
) -> None:
    """List runs, newest first.

    Example: almandine jobs runs --job M44 --status FAILED
    """
    which = RunFilter(job_id=job_id, status=status)
    with site.store.read() as tx:
        found, _ = tx.runs.page(which, limit=limit, offset=0)
    rows = [
        (
            run.run_id,
            run.job_id,
            run.status.value,
            run.progress,
            run.submitted_at,
            run.name,
        )
        for run in found
    ]
    show_rows(_COLUMNS, rows, json_wanted=json_wanted)


@click.command("artifacts")
@argument("run_id", metavar="RUN")
@option(
    "--to",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Copy the files there; the directory is made if missing.",
)
@as_json
@at_institution
def artifacts(site: Site, run_id: str, to: Path | None, *, json_wanted: bool) -> None:
    """List the files that a run made, and copy them with --to.

    Example: almandine jobs artifacts 1234567890120101 --to exports
    """
    find_run(site, run_id)
    with site.store.read() as tx:
        made = tx.artifacts.of(run_id)
    if to is not None:
        _copy(site, run_id, [each.name for each in made], to)
    rows = [(each.name, each.size, each.records, each.sha256) for each in made]
    columns = ("name", "size", "records", "sha256")
    show_rows(columns, rows, json_wanted=json_wanted)


def _copy(site: Site, run_id: str, names: list[str], to: Path) -> None:
    workspace = site.app.workspace_of(site.code)
    try:
        to.mkdir(parents=True, exist_ok=True)
        for name in names:
            shutil.copyfile(workspace.path(run_id, name), to / name)
    except (OSError, ValueError) as error:
        raise Failure(f"the files cannot be copied to {to}: {error}") from None
