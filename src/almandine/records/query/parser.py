"""Understand a query: descend from OR over AND to single comparisons."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from almandine.records.query.cursor import Cursor
from almandine.records.query.error import QueryError, one_of
from almandine.records.query.fields import Field, find_field, names_of
from almandine.records.query.levels import ITEMIZED_ONLY, Level, find_level
from almandine.records.query.lexer import Shape, Token, tokens_of
from almandine.records.query.operators import Operator, find_operator
from almandine.records.query.tree import And, At, Comparison, Condition, Not, Or, Query
from almandine.records.query.values import read_values

MAX_LENGTH: Final = 10_000
"""Characters in a query."""
MAX_DEPTH: Final = 20
"""Parentheses and NOTs within each other.

People write two or three. A database layer walks some thirty calls deep for each,
and Python stops at a thousand.
"""


@dataclass(frozen=True, slots=True)
class _Scope:
    """Where in the nesting the parser stands."""

    level: Level | None = None
    depth: int = 0

    def within(self, level: Level | None, token: Token) -> "_Scope":
        """Return the scope one step further in, opened by the token."""
        if self.depth == MAX_DEPTH:
            raise QueryError(
                "Query nested too deeply",
                token.position,
                f"at most {MAX_DEPTH} levels are read",
            )
        return _Scope(level, self.depth + 1)


def parse(text: str) -> Query:
    """Return what the query means.

    Raises:
        QueryError: naming the first word that is not understood, and its column.
    """
    _check_characters(text)
    cursor = Cursor(tokens_of(text))
    content = _read_content(cursor)
    if not cursor.skip_word("WHERE"):
        raise cursor.unexpected("where")
    condition = _read_any(cursor, _Scope())
    if cursor.next.shape is not Shape.END:
        raise cursor.unexpected("AND, OR or the end")
    return Query(content, condition)


def _check_characters(text: str) -> None:
    if len(text) > MAX_LENGTH:
        raise QueryError(
            f"Query of {len(text)} characters",
            MAX_LENGTH + 1,
            f"at most {MAX_LENGTH} are read",
        )
    # PostgreSQL cannot hold this character in a value.
    if "\0" in text:
        raise QueryError("Character NUL", text.index("\0") + 1, "leave it out")


def _read_content(cursor: Cursor) -> Level:
    token = cursor.expect(Shape.WORD, "a content type")
    level = find_level(token.text)
    if level is not None:
        return level
    unsearchable = token.text.upper() in ITEMIZED_ONLY
    reason = "No logical sets of type" if unsearchable else "Unknown content type"
    raise QueryError(f"{reason} {token}", token.position, one_of(Level))


def _read_any(cursor: Cursor, scope: _Scope) -> Condition:
    return _read_chain(cursor, scope, "OR", _read_all, Or)


def _read_all(cursor: Cursor, scope: _Scope) -> Condition:
    return _read_chain(cursor, scope, "AND", _read_one, And)


def _read_chain(
    cursor: Cursor,
    scope: _Scope,
    word: str,
    read: Callable[[Cursor, _Scope], Condition],
    join: type[And | Or],
) -> Condition:
    parts = [read(cursor, scope)]
    while cursor.skip_word(word):
        parts.append(read(cursor, scope))
    return join(tuple(parts)) if len(parts) > 1 else parts[0]


def _read_one(cursor: Cursor, scope: _Scope) -> Condition:
    token = cursor.next
    if cursor.skip_word("NOT"):
        return Not(_read_one(cursor, scope.within(scope.level, token)))
    if token.shape is Shape.OPEN:
        return _read_group(cursor, scope.within(scope.level, token))
    word = cursor.expect(Shape.WORD, "a field or a level")
    level = find_level(word.text)
    if level is not None:
        return At(level, _read_group(cursor, scope.within(level, token)))
    if scope.level is None:
        raise QueryError(f"Unknown level {word}", word.position, one_of(Level))
    return _read_comparison(cursor, scope.level, word)


def _read_group(cursor: Cursor, scope: _Scope) -> Condition:
    cursor.expect(Shape.OPEN)
    condition = _read_any(cursor, scope)
    if not cursor.skip(Shape.CLOSE):
        raise cursor.unexpected("AND, OR or )")
    return condition


def _read_comparison(cursor: Cursor, level: Level, word: Token) -> Comparison:
    field = find_field(level, word.text)
    if field is None and cursor.next.shape is Shape.OPEN:
        raise QueryError(f"Unknown level {word}", word.position, one_of(Level))
    if field is None:
        reason = f"Unknown field {word} of {level}"
        raise QueryError(reason, word.position, one_of(names_of(level)))
    operator = _read_operator(cursor, field)
    return Comparison(field, operator, read_values(cursor, field, operator))


def _read_operator(cursor: Cursor, field: Field) -> Operator:
    token = cursor.expect(Shape.WORD, "an operator")
    operator = find_operator(token.text)
    if operator is None:
        reason = f"Unknown operator {token}"
    elif operator not in field.operators:
        reason = f"Operator {token} does not fit {field.name}"
    else:
        return operator
    raise QueryError(reason, token.position, one_of(field.operators))
