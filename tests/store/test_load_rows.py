"""Bulk loading of what comes in rows: inventory, users and requests."""

import json
from datetime import UTC, datetime
from io import BytesIO

import pytest

from almandine.records.bib import Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.portfolio import Portfolio
from almandine.records.user import User
from almandine.store.load import (
    LoadReport,
    csv_rows,
    json_lines,
    load_items,
    load_portfolios,
    load_requests,
    load_users,
)
from almandine.store.tables.records import item, request
from store.loading import EMMA, ids, line
from store.shelves import NOW, Shelves


@pytest.fixture
def shelved(shelves: Shelves) -> Shelves:
    """Bib 77 with holding 22."""
    shelves.write(Kind.BIB, Bib("77", EMMA))
    shelves.write(Kind.HOLDING, Holding("22", "77", b"", "MAIN", "stacks"))
    return shelves


def test_an_item_stands_where_its_holding_stands(shelved: Shelves) -> None:
    rows = b"\xef\xbb\xbfHolding_ID,barcode,public_note\r\n22,B1,brittle\r\n"
    load_items(csv_rows(BytesIO(rows)), shelved.destination())
    (found,) = shelved.read(Kind.ITEM, "2300000000016421")
    assert found == Item(
        "2300000000016421",
        "22",
        "77",
        barcode="B1",
        library="MAIN",
        location="stacks",
        details={"PUBLIC_NOTE": "brittle"},
        created_at=NOW,
        modified_at=NOW,
        heading=found.heading,
    )


def test_an_item_may_name_its_bib_alone(shelved: Shelves) -> None:
    row = line(pid="9", mms_id=77, library="ART", created_at="2001-02-03T00:00:00")
    load_items(json_lines(BytesIO(row)), shelved.destination())
    (found,) = shelved.read(Kind.ITEM, "9")
    assert (found.mms_id, found.library, found.created_at) == (
        "77",
        "ART",
        datetime(2001, 2, 3, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line(holding_id="23"), "no holdings record 23"),
        (line(mms_id="78"), "78 names no bib"),
        (line(), "nothing names its bib"),
        (line(pid="9", holding_id="22"), "pid 9 is taken"),
        (line(barcode="B9", holding_id="22"), "barcode B9 is taken"),
        (line(colour="red"), "unknown column colour"),
        (line(po_line="\0"), "column po_line holds what is no text"),
        (line(po_line="\ud800"), "column po_line holds what is no text"),
        (line(pid=[]), "column pid holds no plain value"),
        (line(holding_id="22", barcode="x" * 501), "barcode has more than 500"),
        (line(holding_id="22", created_at="soon"), "created_at is no date: soon"),
        (b"[]\n", "no JSON object"),
        (b"{\n", "no JSON: Expecting property name enclosed in double quotes"),
    ],
)
def test_an_item_that_cannot_be_is_set_aside(
    shelved: Shelves, row: bytes, reason: str
) -> None:
    shelved.write(Kind.ITEM, Item("9", "22", "77", barcode="B9"))
    report = load_items(json_lines(BytesIO(row)), shelved.destination())
    assert [text[: len(reason)] for _, text in report.set_aside] == [reason]
    assert ids(shelved, item.c.pid) == ["9"]


def test_the_same_barcode_twice_in_a_file_is_loaded_once(shelved: Shelves) -> None:
    row = line(holding_id="22", barcode="B1")
    report = load_items(json_lines(BytesIO(row + row)), shelved.destination())
    assert report == LoadReport(1, [(2, "barcode B1 is taken")])


def test_a_row_with_cells_missing_is_set_aside(shelved: Shelves) -> None:
    rows = b"holding_id,barcode\n22\n22,B1,more\n22,B2\n"
    report = load_items(csv_rows(BytesIO(rows)), shelved.destination())
    reason = "more or fewer cells than columns"
    assert report == LoadReport(1, [(1, reason), (2, reason)])


def test_a_portfolio_is_loaded_under_its_bib(shelved: Shelves) -> None:
    rows = b"mms_id,url,available\n77,https://example.org,no\n"
    load_portfolios(csv_rows(BytesIO(rows)), shelved.destination())
    assert shelved.read(Kind.PORTFOLIO, "5300000000016421") == [
        Portfolio("5300000000016421", "77", "https://example.org", available=False)
    ]


def test_an_availability_that_is_no_flag_is_refused(shelved: Shelves) -> None:
    rows = json_lines(BytesIO(line(mms_id="77", available="perhaps")))
    report = load_portfolios(rows, shelved.destination())
    assert report.set_aside == [(1, "available is neither true nor false: perhaps")]


def test_a_user_is_loaded_with_identifiers(shelves: Shelves) -> None:
    row = line(
        primary_id="jane",
        user_group="STAFF",
        expiry_date="2030-01-31",
        identifiers='[["BARCODE", "77"]]',
    )
    load_users(json_lines(BytesIO(row)), shelves.destination())
    (found,) = shelves.read(Kind.USER, "jane")
    assert found == User(
        "jane",
        user_group="STAFF",
        expiry_date=found.expiry_date,
        identifiers=(("BARCODE", "77"),),
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line(last_name="Austen"), "no primary_id"),
        (line(primary_id="jane"), "primary_id jane is taken"),
        (line(primary_id="x", identifiers="77"), "identifiers is no JSON list"),
        (
            line(primary_id="x", identifiers=json.dumps([["ID", "x" * 501]])),
            "identifier ID has more than 500 characters",
        ),
    ],
)
def test_a_user_that_cannot_be_is_set_aside(
    shelves: Shelves, row: bytes, reason: str
) -> None:
    shelves.write(Kind.USER, User("jane"))
    report = load_users(json_lines(BytesIO(row)), shelves.destination())
    assert [text[: len(reason)] for _, text in report.set_aside] == [reason]


def test_a_request_finds_its_item_by_barcode(shelved: Shelves) -> None:
    shelved.write(Kind.ITEM, Item("9", "22", "77", barcode="B9"))
    row = line(barcode="B9", user_id="jane", placed_at="2026-01-02T03:04:05Z")
    load_requests(json_lines(BytesIO(row)), shelved.destination())
    (found,) = shelved.read(Kind.REQUEST, "8800000000016421")
    assert (found.item.pid, found.placed_at) == (
        "9",
        datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (line(pid="8", user_id="jane"), "no item 8"),
        (line(user_id="jane"), "neither pid nor barcode"),
        (line(pid="9"), "no user_id"),
    ],
)
def test_a_request_that_cannot_be_is_set_aside(
    shelved: Shelves, row: bytes, reason: str
) -> None:
    shelved.write(Kind.ITEM, Item("9", "22", "77"))
    report = load_requests(json_lines(BytesIO(row)), shelved.destination())
    assert report == LoadReport(0, [(1, reason)])
    assert not ids(shelved, request.c.request_id)
