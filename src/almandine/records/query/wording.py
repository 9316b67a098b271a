"""Say a query to people: the `desc` that a set shows beside its query."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from almandine.records.query.levels import Level
from almandine.records.query.operators import Kind, Operator
from almandine.records.query.text import enclose, join, spell_values
from almandine.records.query.tree import And, At, Comparison, Condition, Not, Or, Query

_PHRASES: Final[Mapping[Operator, str]] = {
    Operator.CONTAIN: "contains keywords",
    Operator.NOT_CONTAIN: "does not contain keywords",
    Operator.CONTAIN_PHRASE: "contains phrase",
    Operator.EQUAL: "contains phrase",
    Operator.OUTER_EQUAL: "equals",
    Operator.NOT_EQUAL: "does not equal",
    Operator.STARTS_WITH: "starts with",
    Operator.GREATER_THAN: ">",
    Operator.GREATER_EQUAL: ">=",
    Operator.LESS_THAN: "<",
    Operator.LESS_EQUAL: "<=",
    Operator.BETWEEN: "is between",
    Operator.IS_EMPTY: "is empty",
    Operator.NOT_EMPTY: "is not empty",
}
_OF_KIND: Final[Mapping[tuple[Kind, Operator], str]] = {
    (Kind.DATE, Operator.EQUAL): "equals",
    (Kind.DATE, Operator.GREATER_THAN): "after",
    (Kind.DATE, Operator.LESS_THAN): "before",
    (Kind.NUMBER, Operator.EQUAL): "equals",
    (Kind.BOOLEAN, Operator.EQUAL): "equals",
}


def describe(query: Query) -> str:
    """Return the query in words: `where (Title contains keywords "x")`.

    Levels are named only where the query speaks of more than one. Codes stay codes:
    their names live in tables that a query does not know.
    """
    several = len(set(_levels_in(query.condition))) > 1
    return f"where {join(query.condition, _speaker(None, names_levels=several))}"


def _levels_in(condition: Condition) -> Iterator[Level]:
    match condition:
        case And(parts) | Or(parts):
            for part in parts:
                yield from _levels_in(part)
        case Not(inner):
            yield from _levels_in(inner)
        case At(level, inner):
            yield level
            yield from _levels_in(inner)
        case _:
            return


def _speaker(
    enclosing: Level | None, *, names_levels: bool
) -> Callable[[At | Comparison], str]:
    """Return what says the leaves that stand directly below a level."""

    def say(leaf: At | Comparison) -> str:
        if isinstance(leaf, Comparison):
            return _say_comparison(leaf)
        say_inner = _speaker(leaf.level, names_levels=names_levels)
        if leaf.level is enclosing:
            return enclose(leaf.condition, say_inner)
        name = f"{leaf.level.label} " if names_levels else ""
        return f"{name}({join(leaf.condition, say_inner)})"

    return say


def _say_comparison(test: Comparison) -> str:
    key = (test.field.kind, test.operator)
    phrase = _OF_KIND.get(key) or _PHRASES[test.operator]
    parts = (test.field.label, phrase, spell_values(test.values))
    return " ".join(filter(None, parts))
