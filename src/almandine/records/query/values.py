"""Read what stands after an operator, as values of the field's kind."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from almandine.records.query.cursor import Cursor
from almandine.records.query.error import QueryError
from almandine.records.query.fields import Field
from almandine.records.query.lexer import Shape
from almandine.records.query.locations import read_locations
from almandine.records.query.operators import EMPTINESS, Kind, Operator
from almandine.records.query.tree import Value

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}|\d{8}", re.ASCII)
# Eighteen digits fit the integer column of every database.
_NUMBER: Final = re.compile(r"-?\d{1,18}", re.ASCII)
_BOOLEANS: Final = {
    "true": True,
    "yes": True,
    "1": True,
    "false": False,
    "no": False,
    "0": False,
}


def read_values(cursor: Cursor, field: Field, operator: Operator) -> tuple[Value, ...]:
    """Return the values the operator needs.

    Raises:
        QueryError: when one is missing, superfluous or not of the field's kind.
    """
    if operator in EMPTINESS:
        return _read_nothing(cursor, operator)
    if field.kind is Kind.LOCATIONS:
        return read_locations(cursor)
    count = 2 if operator is Operator.BETWEEN else 1
    return tuple(_read_value(cursor, field) for _ in range(count))


def _read_nothing(cursor: Cursor, operator: Operator) -> tuple[Value, ...]:
    # An empty value is tolerated: search forms write one.
    if cursor.next.shape is Shape.TEXT:
        token = cursor.take()
        if token.text:
            raise QueryError(f"{operator} takes no value", token.position)
    return ()


def _read_value(cursor: Cursor, field: Field) -> Value:
    token = cursor.expect(Shape.TEXT)
    text = token.text.strip()
    if not text:
        remedy = "ask for emptiness with IS_EMPTY or NOT_EMPTY"
        raise QueryError(f"Empty value for {field.name}", token.position, remedy)
    value = _READ[field.kind](text)
    if value is None:
        reason = f"Bad {field.kind} {token} for {field.name}"
        raise QueryError(reason, token.position, f"write {_EXAMPLES[field.kind]}")
    return value


def _read_date(text: str) -> date | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _read_number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None


def _read_boolean(text: str) -> bool | None:
    return _BOOLEANS.get(text.lower())


_READ: Final[Mapping[Kind, Callable[[str], Value | None]]] = {
    Kind.TEXT: str,
    Kind.CODE: str,
    Kind.DATE: _read_date,
    Kind.NUMBER: _read_number,
    Kind.BOOLEAN: _read_boolean,
}
_EXAMPLES: Final = {
    Kind.DATE: "a day such as 2026-12-31",
    Kind.NUMBER: "a whole number of at most 18 digits",
    Kind.BOOLEAN: "true or false",
}
