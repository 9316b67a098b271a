"""Queries answered from a small library; every question names who should be found."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from almandine.records.query import parse
from almandine.store.query import members_of
from databases.homes import Home
from store.shelves import CODE, Shelves
from store.small_library import found, small_library


@pytest.fixture(scope="module")
def library(shared_home: Home) -> Iterator[Shelves]:
    shelves = small_library(shared_home)
    yield shelves
    shelves.database.close()


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ('title CONTAIN "novel emma"', "1"),
        ('title CONTAIN "jane"', "1"),
        ('title CONTAIN "em"', ""),
        ('title CONTAIN "!"', ""),
        ('title NOT_CONTAIN "emma"', "2 3 4"),
        ('title CONTAIN_PHRASE "a novel"', "1"),
        ('title CONTAIN_PHRASE "novel a"', ""),
        ('title EQUAL "a novel"', "1"),
        ('title OUTER_EQUAL "Emma: a novel"', "1"),
        ('title OUTER_EQUAL "Emma"', ""),
        ('title NOT_EQUAL "villette"', "1 3 4"),
        ('title STARTS_WITH "ville"', "2"),
        ('title STARTS_WITH "novel"', ""),
        ("title IS_EMPTY", "3 4"),
        ("title NOT_EMPTY", "1 2"),
        ('creator CONTAIN "BRONTE"', "2"),
        ('creator CONTAIN "brontë"', "2"),
        ('series CONTAIN "classics"', "1"),
        ('subjects CONTAIN "fiction"', "1"),
        ('publisher CONTAIN "press"', "1"),
        ('publisher OUTER_EQUAL "oxford university press"', "1"),
        ('all CONTAIN "dean emma"', "1"),
        ('all CONTAIN "title"', ""),
    ],
)
def test_words_of_bibs(library: Shelves, condition: str, ids: str) -> None:
    assert found(library, f"BIB_MMS where BIB_MMS ({condition})") == ids


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ('local_field_983 CONTAIN "dean"', "1 2"),
        ('local_field_983 CONTAIN_PHRASE "of the dean"', "1"),
        ('local_field_983 OUTER_EQUAL "dean"', "2"),
        ('local_field_983 STARTS_WITH "gi"', "1"),
        ('local_field_990 CONTAIN "dean"', ""),
        ('local_field_990 CONTAIN "983"', "1"),
        ("local_field_990 NOT_EMPTY", "1"),
        ("local_field_983 IS_EMPTY", "3 4"),
        ("local_field_999 NOT_EMPTY", ""),
    ],
)
def test_local_fields(library: Shelves, condition: str, ids: str) -> None:
    assert found(library, f"BIB_MMS where BIB_MMS ({condition})") == ids


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ('isbn EQUAL "978-0-19-283752-3"', "1"),
        ('isbn EQUAL "0192837524"', "1"),
        ('isbn EQUAL "no number"', ""),
        ('isbn NOT_EQUAL "0192837524"', "2 3 4"),
        ('isbn STARTS_WITH "019"', "1"),
        ('other_system_number STARTS_WITH "(ABC)"', "1"),
        ('other_system_number STARTS_WITH "(abc)"', ""),
        ('other_system_number STARTS_WITH "(%"', ""),
        ("isbn NOT_EMPTY", "1"),
        ("isbn IS_EMPTY", "2 3 4"),
        ('issn EQUAL "1234567X"', "2"),
        ('oclc EQUAL "12345"', "1"),
        ('oclc EQUAL "(OCoLC)ocm00012345"', "1"),
        ('other_system_number EQUAL "(ABC)77"', "1"),
        ('mms_id EQUAL "2"', "2"),
        ('mms_id GREATER_THAN "2"', "3 4"),
        ('mms_id BETWEEN "1" "2"', "1 2"),
        ('suppressed EQUAL "true"', "2"),
        ('suppressed NOT_EQUAL "true"', "1 3 4"),
        ('material_type EQUAL "book"', "1 2 3"),
        ("main_pub_date IS_EMPTY", "1 2 3 4"),
        ('main_pub_date GREATER_EQUAL "1816"', ""),
        ('creation_date EQUAL "2026-11-24"', "2"),
        ('creation_date AFTER "2026-11-23"', "2"),
        ('creation_date GREATER_EQUAL "2026-11-23"', "1 2 3 4"),
        ('creation_date BEFORE "2026-11-24"', "1 3 4"),
        ('creation_date LESS_EQUAL "2026-11-23"', "1 3 4"),
        ('creation_date BETWEEN "2026-11-22" "2026-11-23"', "1 3 4"),
        ('creation_date NOT_EQUAL "2026-11-23"', "2"),
    ],
)
def test_numbers_codes_and_days_of_bibs(
    library: Shelves, condition: str, ids: str
) -> None:
    assert found(library, f"BIB_MMS where BIB_MMS ({condition})") == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ('HOLDING where HOLDING (library EQUAL "MAIN")', "21"),
        ("HOLDING where HOLDING (location EQUAL ((MAIN : stacks)))", "21"),
        (
            "HOLDING where HOLDING (location EQUAL ((MAIN : stacks) or (ART : x)))",
            "21",
        ),
        ('HOLDING where HOLDING (location EQUAL "stacks")', "21 22"),
        ("HOLDING where HOLDING (location NOT_EQUAL ((MAIN : stacks)))", "22 23"),
        ("HOLDING where HOLDING (location IS_EMPTY)", "23"),
        ('HOLDING where HOLDING (call_number STARTS_WITH "PR")', "21 22"),
        ('HOLDING where HOLDING (call_number GREATER_THAN "PR 403")', "21 22"),
        ('HOLDING where HOLDING (call_number LESS_THAN "PR 4034 A")', "21 22"),
        ('HOLDING where HOLDING (suppressed EQUAL "yes")', "23"),
        ('ITEM where ITEM (barcode EQUAL "B2")', "32"),
        ('ITEM where ITEM (library EQUAL "main")', "31 32"),
        ('ITEM where ITEM (barcode STARTS_WITH "B")', "31 32"),
        ('ITEM where ITEM (barcode STARTS_WITH "b")', ""),
        ('ITEM where ITEM (barcode STARTS_WITH "_2")', ""),
        ('ITEM where ITEM (material_type STARTS_WITH "dv")', "32"),
        ("ITEM where ITEM (location EQUAL ((MAIN : desk)))", "32"),
        ('ITEM where ITEM (material_type EQUAL "DVD")', "32"),
        ("ITEM where ITEM (process_type IS_EMPTY)", "31"),
        ('ITEM where ITEM (description CONTAIN "vol")', "31"),
        ('ITEM where ITEM (call_number BETWEEN "QA 7" "QA 8")', "31"),
        ('ITEM where ITEM (receiving_date LESS_THAN "2020-05-18")', "31"),
        ('ITEM where ITEM (receiving_date EQUAL "2020-05-17")', "31"),
        ("ITEM where ITEM (receiving_date IS_EMPTY)", "32"),
        ('PORTFOLIO where PORTFOLIO (available EQUAL "true")', "51"),
        ('PORTFOLIO where PORTFOLIO (url CONTAIN "example.org")', "51"),
        ('PORTFOLIO where IEPA (pid EQUAL "61")', "51"),
        ('AUTHORITY_MMS where AUTHORITY_MMS (all CONTAIN "ships")', "91"),
    ],
)
def test_other_levels(library: Shelves, query: str, ids: str) -> None:
    assert found(library, query) == ids


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        (
            'ITEM where BIB_MMS (title EQUAL "emma") and ITEM (library EQUAL "MAIN")',
            "31",
        ),
        ('ITEM where HOLDING (library EQUAL "ART")', "32"),
        ('HOLDING where ITEM (barcode EQUAL "B2")', "22"),
        ('HOLDING where BIB_MMS (title CONTAIN "villette")', "22 23"),
        ('BIB_MMS where PORTFOLIO (available EQUAL "false")', "3"),
        ('PORTFOLIO where ITEM (barcode EQUAL "B2")', "51"),
        (
            'BIB_MMS where ITEM (barcode EQUAL "B1") or BIB_MMS (mms_id EQUAL "3")',
            "1 3",
        ),
        ('BIB_MMS where NOT ITEM (barcode EQUAL "B1")', "2 3 4"),
        (
            'ITEM where HOLDING (library EQUAL "ART" and ITEM (barcode EQUAL "B2"))',
            "32",
        ),
        (
            'BIB_MMS where HOLDING (library EQUAL "ART" and BIB_MMS (isbn NOT_EMPTY))',
            "",
        ),
        (
            'BIB_MMS where HOLDING (pid EQUAL "22" and library IS_EMPTY)',
            "",
        ),
        (
            'BIB_MMS where HOLDING (pid EQUAL "22") and HOLDING (library IS_EMPTY)',
            "2",
        ),
    ],
)
def test_levels_are_joined(library: Shelves, query: str, ids: str) -> None:
    assert found(library, query) == ids


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        ("BIB_MMS", "1 2 3 4"),
        ("IEP", "1 2"),
        ("IEE", "2 3"),
        ("IED", ""),
        ("IE", "1 2 3"),
    ],
)
def test_titles_are_told_apart_by_what_they_have(
    library: Shelves, content: str, ids: str
) -> None:
    assert found(library, f"{content} where BIB_MMS (mms_id NOT_EMPTY)") == ids


def test_a_title_of_a_collection_is_in_one(library: Shelves) -> None:
    assert found(library, "BIB_MMS where IEC (title NOT_EMPTY)") == "2"


def test_days_begin_where_the_institution_is(library: Shelves) -> None:
    query = parse('BIB_MMS where BIB_MMS (creation_date EQUAL "2026-11-25")')
    zone = ZoneInfo("Pacific/Auckland")
    with library.connection() as connection:
        assert connection.scalars(members_of(query, CODE, zone)).all() == ["2"]


def test_reading_can_go_on_after_an_id(library: Shelves) -> None:
    statement = members_of(parse("BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)"), CODE)
    (record_id,) = statement.selected_columns
    with library.connection() as connection:
        rest = connection.scalars(statement.where(record_id > "2").limit(1))
        assert rest.all() == ["3"]
