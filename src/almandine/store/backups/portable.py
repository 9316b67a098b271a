"""Values as a backup holds them: the same, whichever database they come from.

Numbers, text, bytes, truth values and lists stay what they are. An instant is
microseconds since 1970 (UTC), a length of time is seconds, a day is spelled
`2026-11-24`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, Date, Table

from almandine.store.tables.columns import Duration, Instant

Turn = Callable[[Any], Any]
Row = Sequence[Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_SECOND: Final = timedelta(seconds=1)


def out_of(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Return rows of the database as rows of a backup."""
    turns = _turns(table.columns, _OUT)
    return [_turned(row, turns) for row in rows]


def into(table: Table, columns: Sequence[str], rows: Iterable[Row]) -> Iterator[Row]:
    """Yield rows of a backup as rows of the database."""
    turns = _turns([table.c[name] for name in columns], _IN)
    return (_turned(row, turns) for row in rows)


def _turns(
    columns: Iterable[Column[Any]], by_type: Mapping[type, Turn]
) -> list[tuple[int, Turn]]:
    """Return which values of a row have to be turned, and by what."""
    found = enumerate(by_type.get(type(column.type)) for column in columns)
    return [(place, turn) for place, turn in found if turn]


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


def _seconds(length: timedelta) -> int:
    return length // _SECOND


def _length(seconds: int) -> timedelta:
    return seconds * _SECOND


_OUT: Final[Mapping[type, Turn]] = {
    Instant: _microseconds,
    Duration: _seconds,
    Date: date.isoformat,
}
_IN: Final[Mapping[type, Turn]] = {
    Instant: _instant,
    Duration: _length,
    Date: date.fromisoformat,
}
