"""Write a query back in its canonical spelling, which reads back as itself."""

from collections.abc import Callable
from datetime import date

from almandine.records.query.lexer import quoted
from almandine.records.query.tree import (
    And,
    At,
    Comparison,
    Condition,
    Location,
    Not,
    Or,
    Query,
    Value,
)


def to_text(query: Query) -> str:
    """Return the canonical text; it parses to the same query.

    Names are written in full, so that the text of a long query may outgrow
    `MAX_LENGTH`: keep what the client wrote, and show this.
    """
    return f"{query.content} where {join(query.condition, _spell)}"


def join(condition: Condition, spell: Callable[[At | Comparison], str]) -> str:
    """Return the condition with AND, OR, NOT and only the parentheses it needs.

    Args:
        condition: What to write.
        spell: Writes the leaves: comparisons, and conditions on a level.
    """
    match condition:
        case And(parts):
            return " AND ".join([enclose(part, spell) for part in parts])
        case Or(parts):
            # AND binds tighter already; parentheses here would deepen the nesting.
            return " OR ".join([_alternative(part, spell) for part in parts])
        case Not(inner):
            return f"NOT {enclose(inner, spell)}"
        case _:
            return spell(condition)


def enclose(condition: Condition, spell: Callable[[At | Comparison], str]) -> str:
    """Return the condition as one operand, in parentheses if it is a chain."""
    text = join(condition, spell)
    return f"({text})" if isinstance(condition, And | Or) else text


def _alternative(condition: Condition, spell: Callable[[At | Comparison], str]) -> str:
    write = enclose if isinstance(condition, Or) else join
    return write(condition, spell)


def spell_values(values: tuple[Value, ...]) -> str:
    """Return the values as they stand after an operator."""
    locations = [value for value in values if isinstance(value, Location)]
    if locations:
        return f"({' or '.join(map(_spell_location, locations))})"
    return " ".join(quoted(_spell_value(value)) for value in values)


def _spell(leaf: At | Comparison) -> str:
    if isinstance(leaf, At):
        return f"{leaf.level} ({join(leaf.condition, _spell)})"
    parts = (leaf.field.name, leaf.operator, spell_values(leaf.values))
    return " ".join(filter(None, parts))


def _spell_location(location: Location) -> str:
    if location.library:
        return f"({location.library} : {location.code})"
    return f"({location.code})"


def _spell_value(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)
