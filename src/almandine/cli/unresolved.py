"""Decide on records that an import left unresolved."""

import re
from typing import Final

import rich_click as click

from almandine.cli.declare import argument, option
from almandine.cli.listings import as_json, show_rows
from almandine.cli.places import Site, at_institution
from almandine.cli.running import follow_and_report, warn_of_idleness
from almandine.cli.user import user
from almandine.engine.imports.resolve import (
    Resumption,
    choice_text,
    choose,
    read_choice,
    waiting_run,
)
from almandine.engine.imports.resolve import resume as resume_import
from almandine.engine.run import Origin

_MOST: Final = 1_000
_RECORD: Final = re.compile(r"\d{1,100}:\d{1,100}")


@click.command("unresolved")
@argument("run_id", metavar="RUN")
@as_json
@at_institution
def unresolved(site: Site, run_id: str, *, json_wanted: bool) -> None:
    """List the records of an import that wait for a decision; a thousand at most."""
    with site.store.read() as tx:
        waiting_run(run_id, tx)
        found = tx.imports.unresolved(run_id, limit=_MOST)
    rows = [
        (
            f"{one.line.file}:{one.line.position}",
            one.line.number,
            " ".join(one.line.matches),
            choice_text(one.choice) or "",
        )
        for one in found
    ]
    show_rows(("record", "001", "matches", "choice"), rows, json_wanted=json_wanted)


@click.command("resolve")
@argument("run_id", metavar="RUN")
@argument("record", metavar="RECORD")
@argument("choice", metavar="CHOICE")
@at_institution
def resolve(site: Site, run_id: str, record: str, choice: str) -> None:
    """Decide on RECORD, as `jobs unresolved` names it; `jobs resume` carries it out.

    CHOICE is the MMS ID of one of its matches, `new` or `skip`.

    Example: almandine jobs resolve 1700000000010101 1:42 new
    """
    line = _line(record)
    with site.store.write(durable=True) as tx:
        choose(run_id, line, read_choice(choice), tx)


@click.command("resume")
@argument("run_id", metavar="RUN")
@option("--wait", is_flag=True, help="Stay until it has ended; then report.")
@as_json
@at_institution
def resume(site: Site, run_id: str, *, wait: bool, json_wanted: bool) -> None:
    """Start a run that carries out what was decided on RUN, and print its id."""
    run = resume_import(
        Resumption(run_id=run_id, origin=Origin.UI, submitted_by=user()),
        store=site.store,
        catalogue=site.app.catalogue,
        limits=site.app.services().limits,
    ).run
    if wait:
        follow_and_report(site, run, json_wanted=json_wanted)
    click.echo(run.run_id)
    warn_of_idleness(site)


def _line(record: str) -> tuple[int, int]:
    """Return the file and the position that a record is named by.

    Raises:
        UsageError: where the text names none.
    """
    if not _RECORD.fullmatch(record):
        raise click.UsageError(f"{record} is no record such as 1:42")
    file, _, position = record.partition(":")
    return int(file), int(position)
