"""How lists look: a table for people, plain lines in a pipe, JSON on request."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date

import rich_click as click
from rich.console import Console
from rich.table import Table

Rows = Iterable[Sequence[object]]


def as_json(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--json`; the command is called with `json_wanted`."""
    return click.option(
        "--json", "json_wanted", is_flag=True, help="Print JSON, for programs."
    )(command)


def show_rows(columns: Sequence[str], rows: Rows, *, json_wanted: bool) -> None:
    """Print a list.

    In a pipe there is no heading, and a tab between values, so that `cut` and
    `while read` work. JSON is an array of objects with the columns as names.
    """
    if json_wanted:
        show_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif Console().is_terminal:
        Console().print(_table(columns, rows))
    else:
        for row in rows:
            click.echo("\t".join(map(_told, row)))


def show_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=_told))


def _table(columns: Sequence[str], rows: Rows) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "))
    for row in rows:
        table.add_row(*map(_told, row))
    return table


def _told(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat(timespec="seconds") if _has_time(value) else str(value)
    return f"{value}"


def _has_time(value: date) -> bool:
    return hasattr(value, "hour")
