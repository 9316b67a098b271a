"""Questions to columns that hold one code, number, day or flag."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, and_, false, func, not_, or_

from almandine.records.query import Location, Operator
from almandine.store.query.prefixes import starts_with
from almandine.store.query.question import Answer, Question

Condition = ColumnElement[bool]
Value = Any
"""What a driver takes as a parameter."""

_SAME: Final = frozenset(
    {
        Operator.EQUAL,
        Operator.OUTER_EQUAL,
        Operator.CONTAIN,
        Operator.CONTAIN_PHRASE,
    }
)
"""A code is one word, so containing it is being it."""
_OTHER: Final = frozenset({Operator.NOT_EQUAL, Operator.NOT_CONTAIN})
_ORDERS: Final[
    Mapping[Operator, Callable[[ColumnElement[Any], Sequence[Value]], Condition]]
] = {
    Operator.GREATER_THAN: lambda column, values: column > values[0],
    Operator.GREATER_EQUAL: lambda column, values: column >= values[0],
    Operator.LESS_THAN: lambda column, values: column < values[0],
    Operator.LESS_EQUAL: lambda column, values: column <= values[0],
    # Not SQL's BETWEEN: PostgreSQL does not take it with a collation at each end.
    Operator.BETWEEN: lambda column, values: and_(
        column >= values[0], column <= values[1]
    ),
}


def ordering(
    column: ColumnElement[Any], operator: Operator, values: Sequence[Value]
) -> Condition:
    """Compare by order; both ends of `BETWEEN` are included."""
    return _ORDERS[operator](column, values)


def exact(column: Column[str]) -> Answer:
    """Ask a column of ids, letter by letter: so that its index serves."""

    def ask(question: Question) -> Condition:
        return _ask_text(column, question, [str(value) for value in question.values])

    return ask


def code(column: Column[str]) -> Answer:
    """Ask a column of codes, whatever their case."""

    def ask(question: Question) -> Condition:
        values = [str(value).lower() for value in question.values]
        return _ask_text(func.lower(column), question, values)

    return ask


def day_as_text(column: Column[str]) -> Answer:
    """Ask a column of days spelled `YYYY-MM-DD`."""

    def ask(question: Question) -> Condition:
        days = [_iso(value) for value in question.values]
        return _ask_text(column, question, days)

    return ask


def _ask_text(
    column: ColumnElement[str], question: Question, values: Sequence[str]
) -> Condition:
    operator = question.operator
    if operator is Operator.IS_EMPTY:
        return column == ""
    if operator is Operator.NOT_EMPTY:
        return column != ""
    if operator is Operator.STARTS_WITH:
        return starts_with(column, values[0])
    if operator in _SAME:
        return column == values[0]
    if operator in _OTHER:
        return column != values[0]
    return and_(column != "", ordering(column, operator, values))


def flag(column: Column[bool]) -> Answer:
    """Ask a column of yes and no."""

    def ask(question: Question) -> Condition:
        wanted = bool(question.values[0]) is (question.operator in _SAME)
        return column.is_(wanted)

    return ask


def number(column: Column[int | None]) -> Answer:
    """Ask a column of numbers, some of them unknown."""

    def ask(question: Question) -> Condition:
        operator, values = question.operator, question.values
        if operator is Operator.IS_EMPTY:
            return column.is_(None)
        if operator is Operator.NOT_EMPTY:
            return column.is_not(None)
        if operator in _SAME:
            return column == values[0]
        if operator in _OTHER:
            return or_(column.is_(None), column != values[0])
        return ordering(column, operator, values)

    return ask


def instant(column: Column[Any]) -> Answer:
    """Ask a column of instants about days."""

    def ask(question: Question) -> Condition:
        days = [value for value in question.values if isinstance(value, date)]
        starts = [_start(day, question.zone) for day in days]
        ends = [_start(_next(day), question.zone) for day in days]
        return _INSTANTS[question.operator](column, starts, ends)

    return ask


def _on(column: Any, starts: Sequence[datetime], ends: Sequence[datetime]) -> Condition:  # noqa: ANN401 - a column of any type
    return and_(column >= starts[0], column < ends[-1])


_Instants = Callable[[Any, Sequence[datetime], Sequence[datetime]], Condition]
_INSTANTS: Final[Mapping[Operator, _Instants]] = {
    Operator.EQUAL: _on,
    Operator.OUTER_EQUAL: _on,
    Operator.BETWEEN: _on,
    Operator.NOT_EQUAL: lambda column, starts, ends: not_(_on(column, starts, ends)),
    Operator.GREATER_THAN: lambda column, _, ends: column >= ends[0],
    Operator.GREATER_EQUAL: lambda column, starts, _: column >= starts[0],
    Operator.LESS_THAN: lambda column, starts, _: column < starts[0],
    Operator.LESS_EQUAL: lambda column, _, ends: column < ends[0],
    Operator.IS_EMPTY: lambda column, _starts, _ends: column.is_(None),
    Operator.NOT_EMPTY: lambda column, _starts, _ends: column.is_not(None),
}


def _start(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.min, zone)


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)


def _iso(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def locations(library: Column[str], location: Column[str]) -> Answer:
    """Ask where on the shelves a record is."""

    def ask(question: Question) -> Condition:
        if question.operator is Operator.IS_EMPTY:
            return location == ""
        if question.operator is Operator.NOT_EMPTY:
            return location != ""
        there = or_(
            false(),
            *(
                _at(library, location, value)
                for value in question.values
                if isinstance(value, Location)
            ),
        )
        return not_(there) if question.operator in _OTHER else there

    return ask


def _at(library: Column[str], location: Column[str], place: Location) -> Condition:
    here = location == place.code
    return and_(library == place.library, here) if place.library else here
