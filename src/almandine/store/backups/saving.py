"""The tables of a service, into a backup."""

import gzip
from collections.abc import Callable, Iterator
from typing import Final

import msgspec
from sqlalchemy import Connection, LargeBinary, Table, func, inspect, select, text

from almandine.store.backups.manifest import TABLES, SavedTable
from almandine.store.backups.packing import Packing
from almandine.store.backups.portable import out_of
from almandine.store.schema import metadata
from almandine.store.tables.installation import installation
from almandine.store.tables.workers import worker

OF_THE_PLACE: Final = frozenset({installation.name, worker.name})
"""Tables that tell of a place and its processes; a backup does not move them."""

_LEVEL: Final = 1
"""Of compression: a quarter of the bytes at 138 MB/s; level 6 saves a fifth at 50."""
_BATCH: Final = 4 << 20
"""Bytes of rows, before compression, in one piece of the file."""
_SLIM: Final = 2000
_FAT: Final = 100
"""Rows that are fetched at a time: of a table with bytes in it, fewer."""
_REVISIONS: Final = "alembic_version"

Told = Callable[[int], None]
"""Told how many rows are done."""


def saved_tables() -> list[Table]:
    """Return the tables that a backup holds."""
    return [each for each in metadata.sorted_tables if each.name not in OF_THE_PLACE]


def count_rows(connection: Connection) -> int:
    """Return how many rows a backup of this state would hold."""
    counts = (select(func.count()).select_from(table) for table in saved_tables())
    return sum(connection.execute(count).scalar_one() for count in counts)


def schema_revision(connection: Connection) -> str:
    """Return the revision of the tables; empty where they carry none."""
    if not inspect(connection).has_table(_REVISIONS):
        return ""
    query = text(f"SELECT version_num FROM {_REVISIONS}")  # noqa: S608 - a constant
    return connection.execute(query).scalar_one_or_none() or ""


def save_tables(
    connection: Connection, packing: Packing, told: Told
) -> list[SavedTable]:
    """Add all rows of all tables, and return what there was."""
    saved: list[SavedTable] = []
    done = 0
    for table in saved_tables():
        rows = 0
        for number, (content, count) in enumerate(_batches(connection, table)):
            packing.add(f"{TABLES}{table.name}/{number:06d}.msgpack.gz", content)
            rows += count
            told(done + rows)
        done += rows
        columns = list(map(str, table.columns.keys()))
        saved.append(SavedTable(str(table.name), columns, rows))
    return saved


def _batches(connection: Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """Yield the rows of a table, packed, with how many they are."""
    pieces: list[msgspec.Raw] = []
    size = count = 0
    fat = any(isinstance(column.type, LargeBinary) for column in table.columns)
    options = {"yield_per": _FAT if fat else _SLIM}
    with connection.execute(select(table), execution_options=options) as result:
        for rows in result.partitions():
            piece = msgspec.msgpack.encode(out_of(table, rows))
            pieces.append(msgspec.Raw(piece))
            size, count = size + len(piece), count + len(rows)
            if size >= _BATCH:
                yield _packed(pieces), count
                pieces, size, count = [], 0, 0
    if pieces:
        yield _packed(pieces), count


def _packed(pieces: list[msgspec.Raw]) -> bytes:
    return gzip.compress(msgspec.msgpack.encode(pieces), _LEVEL, mtime=0)
