"""A run in words: what `jobs report`, `jobs show` and `jobs run` print."""

from collections.abc import Mapping
from typing import Final

import rich_click as click

from almandine.cli.failures import ENDED_WITH_ERRORS
from almandine.cli.listings import show_json, show_rows
from almandine.engine.run import UNFINISHED, Run, Status

_WELL: Final = frozenset(
    {Status.COMPLETED_SUCCESS, Status.COMPLETED_WARNING, Status.COMPLETED_NO_BULKS}
)


def exit_code(run: Run) -> int:
    """Return 0 for a run that ended well or goes on, 3 for one with errors."""
    return 0 if run.status in _WELL | UNFINISHED else ENDED_WITH_ERRORS


def show_run(run: Run, *, json_wanted: bool) -> None:
    """Print a run with its counters, on standard output."""
    if json_wanted:
        show_json(_facts(run))
        return
    for name, value in _facts(run).items():
        if value not in ("", None, []) and isinstance(value, str | float):
            click.echo(f"{name.replace('_', ' ') + ':':<15}{value}")
    if run.counters:
        click.echo("")
        rows = [(counter.value, counter.label) for counter in run.counters]
        show_rows(("number", "of"), rows, json_wanted=False)


def _facts(run: Run) -> Mapping[str, object]:
    return {
        "id": run.run_id,
        "job_id": run.job_id,
        "name": run.name,
        "status": run.status.value,
        "progress": run.progress,
        "set_id": run.set_id,
        "submitted_by": run.submitted_by,
        "submitted_at": _instant(run.submitted_at),
        "ended_at": _instant(run.ended_at) if run.ended_at else None,
        "records": run.members,
        "records_done": run.tally.done,
        "alert": run.alert,
        "counters": [
            {"code": counter.code or counter.label, "value": counter.value}
            for counter in run.counters
        ],
    }


def _instant(instant: object) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
