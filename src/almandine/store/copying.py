"""PostgreSQL's way with new rows: one binary stream."""

from functools import cache
from typing import Any, Final

from psycopg import Error
from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError

from almandine.store.rows import Alike, Rows, as_stored, names_in

_SPELLING: Final = PGDialect_psycopg()
_MANY: Final = 100
_IS_UNKNOWN: Final = text(
    "SELECT reltuples < 1000 AND pg_relation_size(oid) > 100000"
    " FROM pg_class WHERE oid = CAST(:name AS regclass)"
)
"""Whether the server knows of few rows in a table that has many."""


def copy_in(connection: Connection, table: Table, rows: Rows, alike: Alike) -> None:
    """Store new rows.

    Raises:
        IntegrityError: when one is there already.
    """
    names = names_in(rows, alike)
    statement = _copying(table, names)
    columns = as_stored(table, rows, alike, connection.dialect)
    driver: Any = connection.connection.dbapi_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as stream:
            stream.set_types(_types(table, names))
            for row in zip(*columns.values(), strict=True):
                stream.write_row(row)
    except Error as error:
        # As all other statements say it.
        raise DBAPIError.instance(
            statement, None, error, Error, hide_parameters=True
        ) from error
    if len(rows) >= _MANY:
        _have_it_known(connection, table)


def _have_it_known(connection: Connection, table: Table) -> None:
    """Have the server look at a table that has just been filled from nothing.

    It would do so by itself a minute later. Until then it takes whichever index begins
    with the institution for one that finds few rows: measured, an import of new records
    looked through all that it had stored for each thousand.
    """
    if connection.execute(_IS_UNKNOWN, {"name": table.name}).scalar_one():
        name = _SPELLING.identifier_preparer.quote(table.name)
        connection.exec_driver_sql(f"ANALYZE (SKIP_LOCKED) {name}")


@cache
def _copying(table: Table, names: tuple[str, ...]) -> str:
    quoted = _SPELLING.identifier_preparer.quote
    columns = ", ".join(quoted(name) for name in names)
    return f"COPY {quoted(table.name)} ({columns}) FROM STDIN (FORMAT BINARY)"


@cache
def _types(table: Table, names: tuple[str, ...]) -> list[str]:
    """Return what the server calls the types of the columns."""
    spelled = [table.c[name].type.compile(dialect=_SPELLING) for name in names]
    return [each.partition(" COLLATE")[0].lower() for each in spelled]
