"""A run in words: what `jobs report`, `jobs show` and `jobs run` print."""

from typing import Final

import msgspec
import rich_click as click

from almandine.cli.failures import ENDED_WITH_ERRORS
from almandine.cli.listings import show_json, show_rows, told
from almandine.cli.places import Site
from almandine.engine.run import UNFINISHED, Run, Status
from almandine.http.shown import run as view

_WELL: Final = frozenset(
    {Status.COMPLETED_SUCCESS, Status.COMPLETED_WARNING, Status.COMPLETED_NO_BULKS}
)
_NOTES: Final = 20


def exit_code(run: Run) -> int:
    """Return 0 for a run that ended well or goes on, 3 for one with errors."""
    return 0 if run.status in _WELL | UNFINISHED else ENDED_WITH_ERRORS


def show_run(site: Site, run: Run, *, json_wanted: bool) -> None:
    """Print a run with its counters, on standard output.

    JSON is what our own API gives.
    """
    if json_wanted:
        show_json(msgspec.to_builtins(view.show_run(run)))
        return
    for name, value in _facts(run):
        if value:
            click.echo(f"{name + ':':<15}{value}")
    for note in _notes(site, run):
        click.echo(f"{'note:':<15}{note}")
    if run.counters:
        click.echo("")
        # A counter that is a sentence is its own code, and has no label.
        rows = [(one.value, one.label or one.code) for one in run.counters]
        show_rows(("number", "of"), rows, json_wanted=False)


def _facts(run: Run) -> list[tuple[str, str]]:
    return [
        ("id", run.run_id),
        ("job id", run.job_id),
        ("name", run.name),
        ("status", run.status.value),
        ("progress", f"{run.progress:g}"),
        ("set id", run.set_id),
        ("submitted by", run.submitted_by),
        ("submitted at", told(run.submitted_at)),
        ("ended at", told(run.ended_at)),
        ("alert", run.alert),
    ]


def _notes(site: Site, run: Run) -> list[str]:
    """Return what is to be said of the run as a whole, such as why it broke off."""
    with site.store.read() as tx:
        events, _ = tx.events.page(run.run_id, outcome="note", limit=_NOTES, offset=0)
    return [event.message for event in events]
