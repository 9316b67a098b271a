"""What can be asked of a field, and which kinds of field can be asked it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """How the values of a field behave."""

    TEXT = "text"
    """Words, searched regardless of case."""
    CODE = "code"
    """One indivisible word: an identifier or a code of a table."""
    DATE = "date"
    NUMBER = "number"
    BOOLEAN = "boolean"
    LOCATIONS = "locations"
    """Places on the shelves: any of several (library, location) pairs."""


class Operator(StrEnum):
    """A comparison, in the words of the wire."""

    CONTAIN = "CONTAIN"
    """Every word of the value occurs, in any order."""
    NOT_CONTAIN = "NOT_CONTAIN"
    CONTAIN_PHRASE = "CONTAIN_PHRASE"
    """The words of the value occur side by side."""
    EQUAL = "EQUAL"
    """On text the same as `CONTAIN_PHRASE`, as Alma's own wording has it."""
    OUTER_EQUAL = "OUTER_EQUAL"
    """The whole field is the value, and nothing else."""
    NOT_EQUAL = "NOT_EQUAL"
    """The whole field is anything but the value."""
    STARTS_WITH = "STARTS_WITH"
    GREATER_THAN = "GREATER_THAN"
    """Also written `AFTER`."""
    GREATER_EQUAL = "GREATER_EQUAL"
    LESS_THAN = "LESS_THAN"
    """Also written `BEFORE`."""
    LESS_EQUAL = "LESS_EQUAL"
    BETWEEN = "BETWEEN"
    """Both ends included. Two values, `BETWEEN "a" "b"`: a syntax of ours."""
    IS_EMPTY = "IS_EMPTY"
    NOT_EMPTY = "NOT_EMPTY"


_SYNONYMS: Final = {
    "BEFORE": Operator.LESS_THAN,
    "AFTER": Operator.GREATER_THAN,
}
_EQUALITY: Final = (Operator.EQUAL, Operator.OUTER_EQUAL, Operator.NOT_EQUAL)
_WORDS: Final = (Operator.CONTAIN, Operator.NOT_CONTAIN, Operator.STARTS_WITH)
EMPTINESS: Final = (Operator.IS_EMPTY, Operator.NOT_EMPTY)
"""The operators that take no value."""
ORDER: Final = (
    Operator.GREATER_THAN,
    Operator.GREATER_EQUAL,
    Operator.LESS_THAN,
    Operator.LESS_EQUAL,
    Operator.BETWEEN,
)
"""The operators that need values in an order."""

OPERATORS: Final[Mapping[Kind, tuple[Operator, ...]]] = {
    Kind.TEXT: (*_WORDS, Operator.CONTAIN_PHRASE, *_EQUALITY, *EMPTINESS),
    Kind.CODE: (*_WORDS, *_EQUALITY, *EMPTINESS),
    Kind.DATE: (*_EQUALITY, *ORDER, *EMPTINESS),
    Kind.NUMBER: (*_EQUALITY, *ORDER, *EMPTINESS),
    Kind.BOOLEAN: _EQUALITY,
    Kind.LOCATIONS: (*_EQUALITY, *EMPTINESS),
}


def find_operator(word: str) -> Operator | None:
    """Return the operator of that name or synonym, whatever its case."""
    name = word.upper()
    return Operator.__members__.get(name) or _SYNONYMS.get(name)
