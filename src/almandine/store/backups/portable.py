"""Values as a backup holds them: the same, whichever database they come from.

Numbers, text, bytes, truth values and lists stay what they are. An instant is
microseconds since 1970 (UTC), a day is spelled `2026-11-24`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, Date, Table

from almandine.store.tables.columns import Instant

Turn = Callable[[Any], Any]
Row = Sequence[Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)


def out_of(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Return rows of the database as rows of a backup."""
    turns = _turns(table.columns, _microseconds, date.isoformat)
    return [_turned(row, turns) for row in rows]


def into(table: Table, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows of a backup as rows of the database."""
    turns = _turns([table.c[name] for name in columns], _instant, date.fromisoformat)
    return (_turned(row, turns) for row in rows)


def _turns(
    columns: Iterable[Column[Any]], instant: Turn, day: Turn
) -> list[tuple[int, Turn]]:
    """Return which values of a row have to be turned, and by what."""
    turns: list[tuple[int, Turn]] = []
    for place, column in enumerate(columns):
        if isinstance(column.type, Instant):
            turns.append((place, instant))
        elif isinstance(column.type, Date):
            turns.append((place, day))
    return turns


def _turned(row: Row, turns: Iterable[tuple[int, Turn]]) -> Row:
    values = list(row)
    for place, turn in turns:
        if values[place] is not None:
            values[place] = turn(values[place])
    return values


def _microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def _instant(microseconds: int) -> datetime:
    return _EPOCH + microseconds * _MICROSECOND
