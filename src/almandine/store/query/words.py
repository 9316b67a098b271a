"""Questions to columns that `store.words` spells."""

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Column, ColumnElement, and_, false, not_, select

from almandine.records.query import Operator
from almandine.store.query.question import Answer, Question
from almandine.store.query.scalars import ordering
from almandine.store.records.bib_words import tag_words
from almandine.store.tables.records import bib, bib_text
from almandine.store.words import LINE, lines_of, words_of

Condition = ColumnElement[bool]


def in_row(column: Column[str]) -> Answer:
    """Ask a column of the record's own row."""
    return lambda question: _ask(column, question, words_of(question.text))


def in_bib_text(column: Column[str]) -> Answer:
    """Ask a column of the bib's words."""
    return lambda question: _of_bib(
        question, _ask(column, question, words_of(question.text))
    )


def in_local_field(tag: str) -> Answer:
    """Ask one of the fields 900 to 999, whose words stand behind their tag."""

    def ask(question: Question) -> Condition:
        words = tag_words(tag, words_of(question.text))
        return _of_bib(question, _ask_local(tag, question, words))

    return ask


def _of_bib(question: Question, condition: Condition) -> Condition:
    return bib.c.mms_id.in_(
        select(bib_text.c.mms_id).where(
            bib_text.c.institution == question.institution, condition
        )
    )


def _ask_local(tag: str, question: Question, words: str) -> Condition:
    column = bib_text.c.local
    if question.operator is Operator.IS_EMPTY:
        return column.not_like(f"% {tag}%")
    if question.operator is Operator.NOT_EMPTY:
        return column.like(f"% {tag}%")
    return _ask(column, question, words)


def _ask(column: Column[str], question: Question, words: str) -> Condition:
    operator = question.operator
    if operator in _NEGATIVE:
        return not_(_PATTERNS[_NEGATIVE[operator]](column, words))
    if operator in _PATTERNS:
        return _PATTERNS[operator](column, words)
    if operator is Operator.IS_EMPTY:
        return column == ""
    if operator is Operator.NOT_EMPTY:
        return column != ""
    spelled = [lines_of([str(value)]) for value in question.values]
    return and_(column != "", ordering(column, operator, spelled))


def _contains_words(column: Column[str], words: str) -> Condition:
    found = [column.like(f"% {word} %") for word in words.split()]
    # A value of nothing but punctuation is in no record, rather than in all.
    return and_(*found) if found else false()


def _contains_phrase(column: Column[str], words: str) -> Condition:
    return column.like(f"% {words} %") if words else false()


def _is(column: Column[str], words: str) -> Condition:
    return column.like(f"% {LINE} {words} {LINE} %") if words else false()


def _starts(column: Column[str], words: str) -> Condition:
    return column.like(f"% {LINE} {words}%") if words else false()


_PATTERNS: Final[Mapping[Operator, Callable[[Column[str], str], Condition]]] = {
    Operator.CONTAIN: _contains_words,
    Operator.CONTAIN_PHRASE: _contains_phrase,
    Operator.EQUAL: _contains_phrase,
    Operator.OUTER_EQUAL: _is,
    Operator.STARTS_WITH: _starts,
}
_NEGATIVE: Final[Mapping[Operator, Operator]] = {
    Operator.NOT_CONTAIN: Operator.CONTAIN,
    Operator.NOT_EQUAL: Operator.OUTER_EQUAL,
}
