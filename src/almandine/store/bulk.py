"""Many rows of one table at once, each database in its fastest way.

SQLite takes rows one after another within one call. To PostgreSQL each row would be a
message: new rows go as one stream, and others as arrays, one a column, in one
statement.
"""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Insert,
    Table,
    Update,
    bindparam,
    delete,
    insert,
    update,
)
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

from almandine.store.arrays import delete_arrays, update_arrays, upsert_arrays
from almandine.store.copying import copy_in
from almandine.store.rows import NOTHING, Alike, Rows, as_stored, names_in
from almandine.store.upsert import insert_into, or_update

_SPELLING: Final = SQLiteDialect_pysqlite()


def insert_rows(
    connection: Connection, table: Table, rows: Rows, alike: Alike = NOTHING
) -> None:
    """Store new rows.

    Raises:
        IntegrityError: when one is there already.
    """
    if not rows:
        return
    if _takes_rows(connection):
        statement = _inserting(table, names_in(rows, alike))
        _run(connection, table, rows, alike, statement)
    else:
        copy_in(connection, table, rows, alike)


def upsert_rows(
    connection: Connection,
    table: Table,
    rows: Rows,
    alike: Alike = NOTHING,
    *,
    keep: Collection[str] = (),
) -> None:
    """Store rows, new or not, by primary key; of equal keys the last one counts.

    Args:
        connection: Within a transaction.
        table: Where to.
        rows: With the whole key, but for what is alike.
        alike: What all of them have in common.
        keep: Columns that a row which is there already keeps.
    """
    if not rows:
        return
    if _takes_rows(connection):
        statement = _upserting(table, names_in(rows, alike), frozenset(keep))
        _run(connection, table, rows, alike, statement)
    else:
        upsert_arrays(connection, table, rows, alike, keep)


def update_rows(
    connection: Connection, table: Table, rows: Rows, alike: Alike = NOTHING
) -> None:
    """Change rows, by primary key, where they are there; other columns stay."""
    if not rows:
        return
    if _takes_rows(connection):
        _run(connection, table, rows, alike, _updating(table, names_in(rows, alike)))
    else:
        update_arrays(connection, table, rows, alike)


def delete_rows(
    connection: Connection, table: Table, rows: Rows, alike: Alike = NOTHING
) -> None:
    """Delete the rows of these keys."""
    if not rows:
        return
    if _takes_rows(connection):
        _run(connection, table, rows, alike, _deleting(table))
    else:
        delete_arrays(connection, table, rows, alike)


Spelled = tuple[str, tuple[str, ...]]
"""A statement for the driver, and the columns in the order of its parameters."""


def _takes_rows(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _run(
    connection: Connection, table: Table, rows: Rows, alike: Alike, spelled: Spelled
) -> None:
    """Run a statement for each row.

    The values are turned column by column, and not by SQLAlchemy, whose work on each
    row takes as long as SQLite's own.
    """
    statement, names = spelled
    columns = as_stored(table, rows, alike, connection.dialect)
    ordered = [columns[name] for name in names]
    connection.exec_driver_sql(statement, list(zip(*ordered, strict=True)))


@cache
def _inserting(table: Table, names: tuple[str, ...]) -> Spelled:
    return _spelled(insert(table), names)


@cache
def _upserting(table: Table, names: tuple[str, ...], keep: frozenset[str]) -> Spelled:
    statement = insert_into(table, "sqlite")
    return _spelled(or_update(statement, table, set(names) - keep), names)


@cache
def _updating(table: Table, names: tuple[str, ...]) -> Spelled:
    changes = [name for name in names if name not in table.primary_key.columns]
    return _spelled(update(table).where(*_same_key(table)), changes)


@cache
def _deleting(table: Table) -> Spelled:
    return _spelled(delete(table).where(*_same_key(table)))


def _same_key(table: Table) -> list[ColumnElement[bool]]:
    return [column == bindparam(column.name) for column in table.primary_key]


def _spelled(
    statement: Insert | Update | Delete, names: Sequence[str] | None = None
) -> Spelled:
    compiled = statement.compile(dialect=_SPELLING, column_keys=names)
    return str(compiled), tuple(compiled.positiontup or ())
