"""One comparison, with what it takes to answer it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import tzinfo

from sqlalchemy import ColumnElement

from almandine.records.query import Operator, Value


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a field."""

    operator: Operator
    values: tuple[Value, ...]
    institution: str
    zone: tzinfo
    """Where the days of dates begin and end."""

    @property
    def text(self) -> str:
        """The first value as text; empty when there is none."""
        return str(self.values[0]) if self.values else ""


Answer = Callable[[Question], ColumnElement[bool]]
"""Turns a question into a condition on a row of the field's level."""
