"""A set as a row, and the queries on what is said of sets."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import ColumnElement, Row

from almandine.engine.sets.ports import SetFilter
from almandine.records.sets import RecordSet, SetType
from almandine.store.tables.sets import record_set
from almandine.store.words import lines_of, words_of


def row_of(kept: RecordSet) -> dict[str, object]:
    """Return what the table holds of a set, but for the institution."""
    return {
        **asdict(kept),
        "name_words": lines_of([kept.name]),
        "created_by_words": lines_of([kept.created_by]),
    }


def set_of(row: Row[Any]) -> RecordSet:
    """Return the set that a row holds."""
    return RecordSet(
        set_id=row.set_id,
        name=row.name,
        content=row.content,
        type=SetType(row.type),
        description=row.description,
        query=row.query,
        private=row.private,
        active=row.active,
        created_by=row.created_by,
        created_at=row.created_at,
        modified_at=row.modified_at,
    )


def conditions(which: SetFilter) -> Iterator[ColumnElement[bool]]:
    """Yield what a set must meet to be shown."""
    yield from _have_words(record_set.c.name_words, which.name)
    yield from _have_words(record_set.c.created_by_words, which.created_by)
    if which.type is not None:
        yield record_set.c.type == which.type
    if which.content is not None:
        yield record_set.c.content == which.content


def _have_words(
    column: ColumnElement[str], searched: tuple[str, ...]
) -> Iterator[ColumnElement[bool]]:
    for each in filter(None, map(words_of, searched)):
        yield column.contains(f" {each} ", autoescape=True)
