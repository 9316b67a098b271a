# Compiled as it is, where the set-up can: ADR 0033.
"""Rows of one table, turned into what drivers take: values, column by column."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.engine import Dialect

Rows = Sequence[Mapping[str, Any]]
"""By name of column; all have the columns of the first."""
Alike = Mapping[str, Any]
"""What all rows of a call have in common, by name of column: no row has these too."""
NOTHING: Final[Alike] = {}


def names_in(rows: Rows, alike: Alike) -> tuple[str, ...]:
    """Return the columns that rows have."""
    return (*alike, *rows[0])


def by_column(rows: Rows, alike: Alike) -> dict[str, list[Any]]:
    """Return the values of each column, in the order of the rows."""
    common = {name: [value] * len(rows) for name, value in alike.items()}
    return common | {name: [row[name] for row in rows] for name in rows[0]}


def as_stored(
    table: Table, rows: Rows, alike: Alike, dialect: Dialect
) -> dict[str, list[Any]]:
    """Return the values of each column as the driver has to be given them."""
    columns = by_column(rows, alike)
    for name, values in columns.items():
        convert = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if convert is None:
            continue
        if name in alike:
            columns[name] = [convert(alike[name])] * len(values)
        else:
            columns[name] = [convert(value) for value in values]
    return columns
