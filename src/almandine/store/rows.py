# Compiled as it is, where the set-up can: ADR 0033.
"""Rows of one table, turned into what drivers take: values, column by column."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Table
from sqlalchemy.engine import Dialect

Rows = Sequence[Mapping[str, Any]]
"""By name of column; all have the columns of the first."""


def names_in(rows: Rows) -> tuple[str, ...]:
    """Return the columns that rows have."""
    return tuple(rows[0])


def by_column(rows: Rows) -> dict[str, list[Any]]:
    """Return the values of each column, in the order of the rows."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def as_stored(table: Table, rows: Rows, dialect: Dialect) -> dict[str, list[Any]]:
    """Return the values of each column as the driver has to be given them."""
    columns = by_column(rows)
    for name, values in columns.items():
        convert = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
        if convert:
            columns[name] = [convert(value) for value in values]
    return columns
