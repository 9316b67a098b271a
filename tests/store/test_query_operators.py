"""Every field and operator of queries, and what cannot be asked."""

from collections.abc import Iterator
from datetime import date

import pytest

from almandine.records.kind import KIND_OF_CONTENT
from almandine.records.query import (
    FIELDS,
    At,
    Comparison,
    Field,
    Level,
    Location,
    Operator,
    Query,
    Value,
    find_field,
    parse,
)
from almandine.records.query import Kind as ValueKind
from almandine.store.query import UnanswerableQuery, members_of
from databases.homes import Home
from store.shelves import CODE, Shelves
from store.small_library import ids_of, small_library


@pytest.fixture(scope="module")
def library(shared_home: Home) -> Iterator[Shelves]:
    shelves = small_library(shared_home)
    yield shelves
    shelves.database.close()


def test_a_content_type_that_is_not_kept_cannot_be_asked_for() -> None:
    query = Query(Level.IEC, At(Level.IEC, _first_comparison(Level.IEC)))
    with pytest.raises(UnanswerableQuery, match="collection"):
        members_of(query, CODE)


def test_authorities_are_not_related_to_bibs() -> None:
    comparison = _first_comparison(Level.AUTHORITY_MMS)
    with pytest.raises(UnanswerableQuery, match="not linked"):
        members_of(Query(Level.BIB_MMS, At(Level.AUTHORITY_MMS, comparison)), CODE)


_VALUES: dict[ValueKind, Value] = {
    ValueKind.TEXT: "x",
    ValueKind.CODE: "x",
    ValueKind.DATE: date.max,
    ValueKind.NUMBER: 1,
    ValueKind.BOOLEAN: True,
    ValueKind.LOCATIONS: Location("MAIN", "stacks"),
}
_ALL = {
    Level.BIB_MMS: "BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)",
    Level.HOLDING: "HOLDING where HOLDING (pid NOT_EMPTY)",
    Level.ITEM: "ITEM where ITEM (pid NOT_EMPTY)",
}


def _first_comparison(level: Level) -> Comparison:
    return _comparison(FIELDS[level][0], Operator.IS_EMPTY)


def _comparison(asked: Field, operator: Operator) -> Comparison:
    if operator in {Operator.IS_EMPTY, Operator.NOT_EMPTY}:
        return Comparison(asked, operator)
    count = 2 if operator is Operator.BETWEEN else 1
    return Comparison(asked, operator, (_VALUES[asked.kind],) * count)


@pytest.mark.parametrize("level", Level)
def test_every_field_answers_every_operator_it_has(
    library: Shelves, level: Level
) -> None:
    local = find_field(level, "local_field_983")
    fields = [*FIELDS[level], local] if local else FIELDS[level]
    content = level if level in KIND_OF_CONTENT else Level.BIB_MMS
    everything = [
        members_of(Query(content, At(level, _comparison(asked, operator))), CODE)
        for asked in fields
        for operator in asked.operators
    ]
    with library.connection() as connection:
        for statement in everything:
            connection.execute(statement).all()


@pytest.mark.parametrize("level", [Level.BIB_MMS, Level.HOLDING, Level.ITEM])
def test_a_negation_finds_exactly_the_others(library: Shelves, level: Level) -> None:
    all_ids = set(ids_of(library, parse(_ALL[level])).split())
    opposites = [
        (Operator.EQUAL, Operator.NOT_EQUAL),
        (Operator.CONTAIN, Operator.NOT_CONTAIN),
        (Operator.IS_EMPTY, Operator.NOT_EMPTY),
    ]
    for asked in FIELDS[level]:
        for yes, no in opposites:
            if asked.kind is ValueKind.TEXT and yes is Operator.EQUAL:
                continue  # on text, EQUAL is a phrase and NOT_EQUAL the whole field
            if yes not in asked.operators or no not in asked.operators:
                continue
            with_it, without = (
                set(
                    ids_of(
                        library, Query(level, At(level, _comparison(asked, operator)))
                    ).split()
                )
                for operator in (yes, no)
            )
            assert (with_it | without, with_it & without) == (all_ids, set())
