"""The language of logical sets: a saved search, run whenever the set is used.

`parse` reads `ITEM where BIB_MMS (title CONTAIN "history")` into a tree that the
store turns into SQL; `to_text` writes the tree back, `describe` says it to people.
AND binds tighter than OR; parentheses are free; words are case-insensitive.
"""

from almandine.records.query.error import QueryError
from almandine.records.query.fields import FIELDS, Field, Kind, find_field
from almandine.records.query.levels import Level
from almandine.records.query.operators import Operator
from almandine.records.query.parser import MAX_DEPTH, MAX_LENGTH, parse
from almandine.records.query.text import to_text
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
from almandine.records.query.wording import describe

__all__ = [
    "FIELDS",
    "MAX_DEPTH",
    "MAX_LENGTH",
    "And",
    "At",
    "Comparison",
    "Condition",
    "Field",
    "Kind",
    "Level",
    "Location",
    "Not",
    "Operator",
    "Or",
    "Query",
    "QueryError",
    "Value",
    "describe",
    "find_field",
    "parse",
    "to_text",
]
