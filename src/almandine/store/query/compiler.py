"""From the tree of a query to one statement.

A level that stands below another is about the records related to that other one:
`BIB_MMS (ITEM (…))` are bibs that have such an item.
"""

from dataclasses import dataclass
from datetime import UTC, tzinfo

from sqlalchemy import ColumnElement, Select, and_, not_, or_, select

from almandine.records.kind import KIND_OF_CONTENT
from almandine.records.query import (
    And,
    At,
    Comparison,
    Condition,
    Level,
    Not,
    Or,
    Query,
)
from almandine.store.query.fields import answer_of
from almandine.store.query.levels import PLACES, UnanswerableQuery, belongs, link
from almandine.store.query.question import Question


def members_of(query: Query, institution: str, zone: tzinfo = UTC) -> Select[str]:
    """Return the ids of the institution's records that the query means, ascending.

    To read on after an id, add a condition on the one selected column.

    Args:
        query: What to look for.
        institution: Whose records.
        zone: Where the days of dates begin and end.

    Raises:
        UnanswerableQuery: when no records of the content type are kept, or a level
            has no relation to the one it stands below.
    """
    if query.content not in KIND_OF_CONTENT:
        label = query.content.label.lower()
        raise UnanswerableQuery(f"No records of type {label} are kept")
    compiler = _Compiler(institution, zone)
    record_id = PLACES[query.content].record_id
    condition = compiler.at(query.content, query.condition)
    return select(record_id).where(condition).order_by(record_id)


@dataclass(frozen=True, slots=True)
class _Compiler:
    """What all conditions of a query have in common."""

    institution: str
    zone: tzinfo

    def at(self, level: Level, condition: Condition) -> ColumnElement[bool]:
        """Return the whole condition on rows of the level's table."""
        return and_(
            PLACES[level].table.c.institution == self.institution,
            belongs(level, self.institution),
            self.compile(condition, level),
        )

    def compile(self, condition: Condition, level: Level) -> ColumnElement[bool]:
        """Return a condition on rows of the table of the level it stands below."""
        match condition:
            case And(parts):
                return and_(*(self.compile(part, level) for part in parts))
            case Or(parts):
                return or_(*(self.compile(part, level) for part in parts))
            case Not(inner):
                return not_(self.compile(inner, level))
            case At(other, inner):
                return self._related(level, other, inner)
            case Comparison():
                return self._compare(level, condition)

    def _related(
        self, level: Level, other: Level, condition: Condition
    ) -> ColumnElement[bool]:
        near, far = PLACES[level].table, PLACES[other].table
        if near is far:
            return self.at(other, condition)
        here, there = link(near, far)
        related = select(there).where(self.at(other, condition))
        # Else a level that occurs twice in the nesting would mean the outer row.
        return here.in_(related.correlate(None))

    def _compare(self, level: Level, comparison: Comparison) -> ColumnElement[bool]:
        question = Question(
            comparison.operator, comparison.values, self.institution, self.zone
        )
        return answer_of(level, comparison.field)(question)
