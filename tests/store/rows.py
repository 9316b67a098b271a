"""Rows for every table a database has, whatever its revision, and their checksums.

Tables are read from the database itself: at an older revision they are others than
those that the program knows.
"""

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Column, MetaData, insert
from sqlalchemy.sql import sqltypes

from databases.homes import Home
from store.shapes import Columns, columns_of, connected

ROWS: Final = 3
"""In each table; where a column may be empty, the last row's is."""

MOVED: Final = {"published": ("issue", "institution, run_id, mms_id")}
"""Where columns have gone that a table had once, and what they are found by."""


def fill(home: Home) -> None:
    """Put rows into every table."""
    found = MetaData()
    with closing(connected(home)) as connection:
        found.reflect(connection, only=[*columns_of(home)])
        for table in found.sorted_tables:
            rows = [
                {each.name: _value(each, number) for each in table.columns}
                for number in range(1, ROWS + 1)
            ]
            connection.execute(insert(table), rows)
        connection.commit()


def checksums(home: Home, columns: Columns) -> Mapping[str, str]:
    """Return a checksum for each table, over the columns that are named."""
    made: dict[str, str] = {}
    there = columns_of(home)
    with closing(connected(home)) as connection:
        for name, chosen in columns.items():
            listed, source = _where(name, chosen, there[name])
            query = f"SELECT {listed} FROM {source}"  # noqa: S608 - the database's own names
            rows = sorted(map(repr, connection.exec_driver_sql(query)))
            made[name] = f"{len(rows)} {sha256(''.join(rows).encode()).hexdigest()}"
    return made


def _where(name: str, chosen: Sequence[str], there: Sequence[str]) -> tuple[str, str]:
    """Return the columns, and the tables in which they lie by now."""
    other, shared = MOVED.get(name, ("", ""))
    gone = set(chosen) - set(there)
    listed = ", ".join(
        f'"{other if each in gone else name}"."{each}"' for each in chosen
    )
    joined = f' JOIN "{other}" USING ({shared})' if gone else ""
    return listed, f'"{name}"{joined}'


def _value(column: Column[Any], number: int) -> object:
    if column.nullable and number == ROWS:
        return None
    made: dict[type[Any], object] = {
        sqltypes.Boolean: number % 2 == 0,
        sqltypes.Date: date(2026, 1, number),
        sqltypes.DateTime: datetime(2026, 1, number, 12, 0, 0, number, tzinfo=UTC),
        sqltypes.JSON: [["name", number]],
        sqltypes.LargeBinary: bytes([0, 255, number]),
        sqltypes.Integer: 10 * number,
        sqltypes.String: f"{column.name} {number}: Ünïcode\n",
    }
    return next(each for kind, each in made.items() if isinstance(column.type, kind))
