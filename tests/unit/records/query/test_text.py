"""Queries written back in their canonical spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.records.query import MAX_DEPTH, Query, QueryError, parse, to_text
from unit.records.query.queries import queries


@given(queries)
def test_a_query_survives_being_written_and_read(query: Query) -> None:
    assert parse(to_text(query)) == query


def test_the_deepest_query_can_be_written_and_read_again() -> None:
    inner = "title IS_EMPTY"
    for _ in range(MAX_DEPTH):
        inner = f"BIB_MMS (title IS_EMPTY OR title IS_EMPTY AND {inner})"
    query = parse(f"BIB_MMS where {inner}")
    assert parse(to_text(query)) == query


@pytest.mark.parametrize(
    "condition",
    [
        "series IS_EMPTY OR title IS_EMPTY AND isbn IS_EMPTY",
        "(series IS_EMPTY OR title IS_EMPTY) AND isbn IS_EMPTY",
        "(series IS_EMPTY OR title IS_EMPTY) OR isbn IS_EMPTY",
        "NOT (series IS_EMPTY AND title IS_EMPTY)",
    ],
)
def test_only_needed_parentheses_are_written(condition: str) -> None:
    text = f"BIB_MMS where BIB_MMS ({condition})"
    assert to_text(parse(text)) == text


WORDS = ["BIB_MMS", "where", "(", ")", "AND", "OR", "NOT", "title", "CONTAIN", ":"]


@given(
    st.lists(st.sampled_from([*WORDS, '"x"', "IS_EMPTY", "ITEM", '"']))
    | st.text().map(lambda text: ["ITEM where ITEM (", text])
)
def test_nonsense_is_read_or_refused_at_a_column_of_its_own(words: list[str]) -> None:
    text = " ".join(words)
    read = read_or_refused(text)
    if isinstance(read, QueryError):
        assert 1 <= read.position <= len(text) + 1
    else:
        assert parse(to_text(read)) == read


def read_or_refused(text: str) -> Query | QueryError:
    try:
        return parse(text)
    except QueryError as error:
        return error


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        (
            'bib_mms where bib_mms(((author contain "x")))',
            'BIB_MMS where BIB_MMS (creator CONTAIN "x")',
        ),
        (
            (
                'ITEM where ITEM ((pid IS_EMPTY "" or barcode not_empty) and not '
                r'policy equal "a\"\b")'
            ),
            (
                "ITEM where ITEM ((item_pid IS_EMPTY OR barcode NOT_EMPTY) AND NOT "
                r'itemPolicy EQUAL "a\"\\b")'
            ),
        ),
        (
            'ITEM where ITEM (arrivalDate AFTER "20220805")',
            'ITEM where ITEM (arrivalDate GREATER_THAN "2022-08-05")',
        ),
        (
            (
                'BIB_MMS where BIB_MMS (suppressed EQUAL "YES" AND publication_year '
                'BETWEEN "01998" "2001")'
            ),
            (
                'BIB_MMS where BIB_MMS (mms_tagSuppressed EQUAL "true" AND '
                'main_pub_date BETWEEN "1998" "2001")'
            ),
        ),
        (
            (
                'HOLDING where HOLDING (location EQUAL "MAIN:main") or '
                "HOLDING (location EQUAL (main))"
            ),
            (
                "HOLDING where HOLDING (permanentPhysicalLocation EQUAL "
                "((MAIN : main))) OR HOLDING (permanentPhysicalLocation EQUAL ((main)))"
            ),
        ),
    ],
)
def test_spellings_become_canonical(written: str, canonical: str) -> None:
    assert to_text(parse(written)) == canonical
