"""Queries answered from a small library; every question names who should be found."""

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from almandine.records.bib import Authority, Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import KIND_OF_CONTENT, Kind
from almandine.records.portfolio import Portfolio
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
from store.shelves import CODE, LATER, OTHER, Shelves, field, holdings_marc, marc

EMMA = Bib(
    "1",
    marc(
        field("020", "a0-19-283752-4"),
        field("035", "a(OCoLC)ocm00012345"),
        field("035", "a(ABC)77"),
        field("100", "aAusten, Jane"),
        field("245", "aEmma :", "ba novel /", "cJane Austen"),
        field("490", "aOxford world's classics"),
        field("650", "aMatchmaking", "vFiction"),
        field("260", "aOxford", "bOxford University Press"),
        field("983", "agift of the dean"),
        field("990", "a983 volumes"),
    ),
)
VILLETTE = Bib(
    "2",
    marc(
        field("022", "a1234-567X"),
        field("100", "aBrontë, Charlotte"),
        field("245", "aVillette"),
        field("983", "apurchase"),
        field("983", "adean"),
    ),
    suppressed=True,
    collections=("81",),
)
BARE = Bib("3", marc(number="3"))
OVERSIZED = Bib("4", b"<record/>")


def _holding(number: str, mms_id: str, library: str, location: str) -> Holding:
    place = field("852", f"b{library}", f"c{location}", "hPR 4034", indicators="0 ")
    return Holding(number, mms_id, holdings_marc(place))


HOLDINGS = (
    _holding("21", "1", "MAIN", "stacks"),
    _holding("22", "2", "ART", "stacks"),
    Holding("23", "2", b"", suppressed=True),
)
ITEMS = (
    Item(
        "31",
        "21",
        "1",
        barcode="B1",
        library="MAIN",
        location="stacks",
        material_type="BOOK",
        item_policy="loan",
        description="vol. 1",
        details={
            "RECIEVED_DATE": "2020-05-17",
            "ALTERNATIVE_PHYSICAL_CALL_NUMBER": "QA 76",
        },
    ),
    Item(
        "32",
        "22",
        "2",
        barcode="B2",
        library="ART",
        location="stacks",
        temp_library="MAIN",
        temp_location="desk",
        material_type="DVD",
        process_type="MISSING",
    ),
)
PORTFOLIOS = (
    Portfolio("51", "2", "https://example.org/villette", "61"),
    Portfolio("52", "3", available=False),
)
SHIPS = Authority("91", marc(field("150", "aShips")))


@pytest.fixture(scope="module")
def library(
    tables: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Shelves]:
    shelves = Shelves(tables.copied(tmp_path_factory.mktemp("library") / "data"))
    shelves.write(Kind.BIB, EMMA, BARE, OVERSIZED)
    shelves.write(Kind.BIB, EMMA, code=OTHER)
    shelves.write(Kind.HOLDING, *HOLDINGS)
    shelves.write(Kind.ITEM, *ITEMS)
    shelves.write(Kind.PORTFOLIO, *PORTFOLIOS)
    shelves.write(Kind.AUTHORITY, SHIPS)
    shelves.now = LATER
    shelves.write(Kind.BIB, VILLETTE)
    yield shelves
    shelves.database.close()


def found(library: Shelves, query: str) -> str:
    """Return the ids that are found, one blank between them."""
    return ids_of(library, parse(query))


def ids_of(library: Shelves, query: Query) -> str:
    with library.connection() as connection:
        return " ".join(connection.scalars(members_of(query, CODE)))


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


_ALL = {
    Level.BIB_MMS: "BIB_MMS where BIB_MMS (mms_id NOT_EMPTY)",
    Level.HOLDING: "HOLDING where HOLDING (pid NOT_EMPTY)",
    Level.ITEM: "ITEM where ITEM (pid NOT_EMPTY)",
}
