"""A logical query, understood: what the store compiles and the pages describe."""

from dataclasses import dataclass
from datetime import date

from almandine.records.query.fields import Field
from almandine.records.query.levels import Level
from almandine.records.query.operators import Operator


@dataclass(frozen=True, slots=True)
class Location:
    """A place on the shelves."""

    library: str
    """The library's code; empty when any library will do."""
    code: str


Value = str | int | bool | date | Location


@dataclass(frozen=True, slots=True)
class Comparison:
    """One comparison; always below an `At`, which says of which record."""

    field: Field
    operator: Operator
    values: tuple[Value, ...] = ()
    """None for emptiness, two for `BETWEEN`, any number of locations, else one."""


@dataclass(frozen=True, slots=True)
class At:
    """A condition on the records of a level; the innermost `At` counts."""

    level: Level
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more conditions."""

    conditions: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Or:
    """Any of two or more conditions."""

    conditions: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    condition: "Condition"


Condition = And | Or | Not | At | Comparison


@dataclass(frozen=True, slots=True)
class Query:
    """Which records of a content type belong to a set."""

    content: Level
    condition: Condition
