"""PostgreSQL's way with rows that may be there: arrays, one a column, as parameters.

One statement stores, changes or deletes a thousand rows.
"""

from collections.abc import Collection
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    Column,
    Connection,
    Executable,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    delete,
    func,
    select,
    update,
)

from almandine.store.rows import Alike, Rows, by_column, names_in
from almandine.store.upsert import insert_into, or_update

_ARRAYS: Final = "given"
"""What the parameters are called as a table."""
_CHANGED_AT_ONCE: Final = 250
"""Rows. On its way a record is copied again and again, and each connection keeps a
buffer for the longest statement that it ever sent: of a thousand records, 9 MB more."""


def upsert_arrays(
    connection: Connection,
    table: Table,
    rows: Rows,
    alike: Alike,
    keep: Collection[str],
) -> None:
    """Store rows, new or not; of equal keys the last one counts."""
    statement = _upserting(table, names_in(rows, alike), frozenset(keep))
    # One statement may not change a row twice.
    key = [one.name for one in table.primary_key if one.name not in alike]
    last = {tuple(row[name] for name in key): row for row in rows}
    connection.execute(statement, _arrays(list(last.values()), alike))


def update_arrays(
    connection: Connection, table: Table, rows: Rows, alike: Alike
) -> None:
    """Change rows that are there."""
    statement = _updating(table, names_in(rows, alike))
    for start in range(0, len(rows), _CHANGED_AT_ONCE):
        few = rows[start : start + _CHANGED_AT_ONCE]
        connection.execute(statement, _arrays(few, alike))


def delete_arrays(
    connection: Connection, table: Table, rows: Rows, alike: Alike
) -> None:
    """Delete rows by their keys."""
    statement = _deleting(table, names_in(rows, alike))
    connection.execute(statement, _arrays(rows, alike))


@cache
def _upserting(
    table: Table, names: tuple[str, ...], keep: frozenset[str]
) -> Executable:
    statement = insert_into(table, "postgresql").from_select(
        list(names), select(*_given(table, names).c), include_defaults=False
    )
    return or_update(statement, table, [name for name in names if name not in keep])


@cache
def _updating(table: Table, names: tuple[str, ...]) -> Executable:
    given = _given(table, names)
    key = table.primary_key.columns
    changes = {name: given.c[name] for name in names if name not in key}
    return update(table).where(*_same_key(table, given)).values(changes)


@cache
def _deleting(table: Table, names: tuple[str, ...]) -> Executable:
    return delete(table).where(*_same_key(table, _given(table, names)))


def _same_key(table: Table, given: TableValuedAlias) -> list[Any]:
    return [column == given.c[column.name] for column in table.primary_key]


def _arrays(rows: Rows, alike: Alike) -> dict[str, list[Any]]:
    columns = by_column(rows, alike)
    return {_parameter(name): values for name, values in columns.items()}


def _parameter(name: str) -> str:
    # A column's own name would stand for the column.
    return f"{name}_array"


def _given(table: Table, names: tuple[str, ...]) -> TableValuedAlias:
    arrays = [
        bindparam(_parameter(name), type_=_array_of(table.c[name])) for name in names
    ]
    columns = [Column(name, table.c[name].type) for name in names]
    return func.unnest(*arrays).table_valued(*columns).render_derived(_ARRAYS)


def _array_of(column: Column[Any]) -> ARRAY[Any]:
    # Without the collation of the column, which no array has.
    return ARRAY(Text() if isinstance(column.type, Text) else column.type)
