"""The rows of a backup, into empty tables: all of them in one transaction.

So there is never half a service: whoever looks sees nothing, or everything.
"""

import gzip
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Table, func, insert, inspect, select

from almandine.store.backups.archive import Piece, content_of
from almandine.store.backups.manifest import TABLES, BadBackup, Manifest
from almandine.store.backups.portable import Row, into
from almandine.store.backups.saving import saved_tables, schema_revision

_BATCHES: Final = msgspec.msgpack.Decoder(list[list[list[Any]]])


def occupied(connection: Connection) -> str:
    """Return the name of a table that has rows; empty when none has."""
    present = set(inspect(connection).get_table_names())
    for table in saved_tables():
        if table.name in present:
            some = select(1).select_from(table).limit(1)
            if connection.execute(some).first():
                return table.name
    return ""


def check_tables(connection: Connection, manifest: Manifest) -> None:
    """Raise unless the tables here are those that the backup was made of.

    Raises:
        BadBackup: naming the first difference.
    """
    here = {table.name: set(table.columns.keys()) for table in saved_tables()}
    there = {table.name: set(table.columns) for table in manifest.tables}
    wrong = [
        name for name in here.keys() | there.keys() if here.get(name) != there.get(name)
    ]
    if wrong or schema_revision(connection) != manifest.schema:
        first = f", first {min(wrong)}" if wrong else ""
        raise BadBackup(
            f"its tables are those of Almandine {manifest.program}"
            f" (schema {manifest.schema or 'without a number'}){first}; restore it with"
            " that release, and then update"
        )


def fill(connection: Connection, piece: Piece, manifest: Manifest) -> int:
    """Store the rows of a piece; return how many they were."""
    name = piece.name.removeprefix(TABLES).partition("/")[0]
    columns = next(each.columns for each in manifest.tables if each.name == name)
    table = next(each for each in saved_tables() if each.name == name)
    count = 0
    for rows in _BATCHES.decode(gzip.decompress(content_of(piece, manifest))):
        _insert(connection, table, columns, into(table, columns, rows))
        count += len(rows)
    return count


def _insert(
    connection: Connection, table: Table, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Store rows; the one place where rows of a backup reach the database."""
    values = [dict(zip(columns, row, strict=True)) for row in rows]
    connection.execute(insert(table), values)


def count_on(connection: Connection) -> None:
    """Have the database count on behind the numbers that were restored."""
    if connection.dialect.name != "postgresql":
        return
    for table in saved_tables():
        column = table.autoincrement_column
        if column is not None:
            counter = func.pg_get_serial_sequence(table.name, column.name)
            highest = select(func.max(column)).scalar_subquery()
            connection.execute(select(func.setval(counter, highest)))
