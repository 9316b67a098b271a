"""The registry of fields, tested as a table."""

from collections import Counter

import pytest

from almandine.records.query import FIELDS, Field, Kind, Level, Operator, find_field

EVERY_FIELD = [(level, field) for level in FIELDS for field in FIELDS[level]]


def test_an_unknown_name_finds_nothing() -> None:
    assert find_field(Level.ITEM, "title") is None


@pytest.mark.parametrize(
    "name", ["local_field_899", "local_field_9", "local_field_9000", "local_field_9٣٣"]
)
def test_only_the_nine_hundreds_are_local_fields(name: str) -> None:
    assert find_field(Level.BIB_MMS, name) is None


def test_every_level_has_fields() -> None:
    assert {level for level, fields in FIELDS.items() if fields} == set(Level)


@pytest.mark.parametrize("level", Level)
def test_no_name_of_a_level_means_two_fields(level: Level) -> None:
    names = Counter(
        name.lower() for field in FIELDS[level] for name in {field.name, *field.aliases}
    )
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize(("level", "field"), EVERY_FIELD)
def test_every_field_answers_to_its_names_in_any_case(
    level: Level, field: Field
) -> None:
    names = (field.name, *field.aliases)
    found = {find_field(level, spelling(name)) for name in names for spelling in CASES}
    assert found == {field}


CASES = (str.lower, str.upper, str.title)


@pytest.mark.parametrize("level", [Level.BIB_MMS, Level.IEP, Level.IEC])
def test_local_fields_are_words_of_bibs(level: Level) -> None:
    assert find_field(level, "LOCAL_FIELD_983") == Field(
        "local_field_983", "Local field 983", Kind.TEXT
    )


def test_a_sortable_field_can_be_compared() -> None:
    field = find_field(Level.HOLDING, "call_number")
    assert field is not None
    assert Operator.BETWEEN in field.operators


@pytest.mark.parametrize(("level", "field"), EVERY_FIELD)
def test_no_field_lists_an_operator_twice(level: Level, field: Field) -> None:
    assert len(set(field.operators)) == len(field.operators)
