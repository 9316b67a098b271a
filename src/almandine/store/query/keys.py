"""Questions to the keys of records: standard and system numbers."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import ColumnElement, false, not_, select

from almandine.records.kind import Kind
from almandine.records.query import Operator
from almandine.store.query.prefixes import starts_with
from almandine.store.query.question import Answer, Question
from almandine.store.tables.records import bib, record_key

Condition = ColumnElement[bool]
Normalize = Callable[[str], list[str]]

_POSITIVE: Final = frozenset({Operator.EQUAL, Operator.OUTER_EQUAL, Operator.CONTAIN})


def number_of_bib(*key_types: str, normalize: Normalize) -> Answer:
    """Ask the keys of a bib, normalised as those of the records are."""

    def ask(question: Question) -> Condition:
        operator = question.operator
        if operator is Operator.NOT_EMPTY:
            return _has(question, key_types)
        if operator is Operator.IS_EMPTY:
            return not_(_has(question, key_types))
        if operator is Operator.STARTS_WITH:
            begins = starts_with(record_key.c.value, question.text.strip())
            return _has(question, key_types, begins)
        values = normalize(question.text)
        same = record_key.c.value.in_(values) if values else false()
        found = _has(question, key_types, same)
        return found if operator in _POSITIVE else not_(found)

    return ask


def _has(
    question: Question, key_types: tuple[str, ...], *conditions: Condition
) -> Condition:
    return bib.c.mms_id.in_(
        select(record_key.c.record_id).where(
            record_key.c.institution == question.institution,
            record_key.c.kind == Kind.BIB.value,
            record_key.c.key_type.in_(key_types),
            *conditions,
        )
    )
