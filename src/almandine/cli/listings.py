"""How lists look: a table for people, plain lines in a pipe, JSON on request."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Final

import rich_click as click
from rich.console import Console
from rich.table import Table

from almandine.cli.declare import option

Rows = Iterable[Sequence[object]]

_WIDTH: Final = 120
"""Characters that a table takes at least."""


def as_json(command: Callable[..., None]) -> Callable[..., None]:
    """Add `--json`; the command is called with `json_wanted`."""
    return option(
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
        # Wide enough that nothing is cut off: ids are there to be copied.
        Console(width=max(Console().width, _WIDTH)).print(_table(columns, rows))
    else:
        for row in rows:
            click.echo("\t".join(map(told, row)))


def show_json(value: object) -> None:
    """Print a value as JSON."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False, default=told))


def _table(columns: Sequence[str], rows: Rows) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), no_wrap=column != columns[-1])
    for row in rows:
        table.add_row(*map(told, row))
    return table


def told(value: object) -> str:
    """Return a value as text; instants in UTC, nothing for None."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%SZ}"
    return f"{value}"
