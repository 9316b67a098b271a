"""Bulk loading; the last tests read real records from `shared/data`."""

import csv
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import Column, select, text

from almandine.records.bib import Authority, Bib
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.marc.fields import Record, control_field
from almandine.records.marc.iso2709 import split
from almandine.records.portfolio import Portfolio
from almandine.records.user import User
from almandine.store.load import (
    IdPolicy,
    LoadReport,
    csv_rows,
    json_lines,
    load_authorities,
    load_bibs,
    load_holdings,
    load_items,
    load_portfolios,
    load_requests,
    load_users,
)
from almandine.store.tables.records import bib, holding, item, request
from databases.homes import Home
from store.shelves import NOW, Shelves, field, holdings_marc, marc, stream
from unit.records.marc.real_data import unpacked

FIRST_ID = "990000000000016421"
SECOND_ID = "990000000000026421"
EMMA = marc(field("245", "aEmma"), number="77")
BROKEN = b"00019nam a2200000 a\x1d"


def ids(shelves: Shelves, column: Column[str]) -> Sequence[str]:
    with shelves.connection() as connection:
        return connection.scalars(select(column).order_by(column)).all()


def line(**cells: object) -> bytes:
    return json.dumps(cells).encode() + b"\n"


def test_a_new_bib_gets_an_mms_id_and_its_former_001_moves_to_035(
    shelves: Shelves,
) -> None:
    load_bibs(stream(EMMA), shelves.destination())
    (found,) = shelves.read(Kind.BIB, FIRST_ID)
    record = Record(found.marc)
    assert (record.control("001"), record.fields("035")[0].values("a")) == (
        FIRST_ID,
        ["77"],
    )


def test_a_kept_bib_is_stored_as_it_came_under_its_own_number(
    shelves: Shelves,
) -> None:
    load_bibs(stream(EMMA), shelves.destination(), IdPolicy.KEEP)
    assert shelves.read(Kind.BIB, "77") == [Bib("77", EMMA)]


@pytest.mark.parametrize("number", ["", "ocm77", "\u0667", "1" * 20, " 77"])
def test_a_kept_bib_without_a_number_gets_an_id_beside_its_bytes(
    shelves: Shelves, number: str
) -> None:
    raw = marc(number=number)
    load_bibs(stream(raw), shelves.destination(), IdPolicy.KEEP)
    assert shelves.read(Kind.BIB, FIRST_ID) == [Bib(FIRST_ID, raw)]


def test_a_number_that_occurs_twice_is_kept_once(shelves: Shelves) -> None:
    load_bibs(stream(EMMA, EMMA), shelves.destination(), IdPolicy.KEEP)
    load_bibs(stream(EMMA), shelves.destination(), IdPolicy.KEEP)
    assert ids(shelves, bib.c.mms_id) == ["77", FIRST_ID, SECOND_ID]


def test_a_kept_number_is_never_given_to_another_bib(shelves: Shelves) -> None:
    kept = marc(number=SECOND_ID)
    load_bibs(stream(kept), shelves.destination(), IdPolicy.KEEP)
    load_bibs(stream(EMMA, EMMA), shelves.destination())
    assert ids(shelves, bib.c.mms_id) == [
        SECOND_ID,
        "990000000000036421",
        "990000000000046421",
    ]


def test_a_broken_record_is_set_aside_and_loading_goes_on(
    shelves: Shelves, tmp_path: Path
) -> None:
    file = tmp_path / "broken.mrc"
    report = load_bibs(stream(EMMA, BROKEN, EMMA), shelves.destination(file))
    reason = "20 bytes are too few for a record"
    assert report == LoadReport(2, [(2, reason)])
    assert file.read_bytes() == BROKEN
    with (tmp_path / "broken.mrc.csv").open(newline="") as table:
        assert list(csv.reader(table)) == [
            ["position", "offset", "bytes", "reason"],
            ["2", str(len(EMMA)), "20", reason],
        ]


def test_without_broken_records_there_is_no_quarantine(
    shelves: Shelves, tmp_path: Path
) -> None:
    load_bibs(stream(EMMA), shelves.destination(tmp_path / "broken.mrc"))
    assert not list(tmp_path.glob("broken*"))


def test_a_record_that_its_new_id_makes_too_long_is_set_aside(
    shelves: Shelves,
) -> None:
    filler = [field("500", "a" + "x" * 9_000) for _ in range(10)]
    raw = marc(*filler, field("500", "a" + "x" * 9_750), number="7")
    report = load_bibs(stream(raw), shelves.destination())
    assert report.set_aside == [
        (1, f"with its new id, {len(raw) + 35} bytes where ISO 2709 has room for 99999")
    ]


def test_progress_is_told_after_each_thousand(shelves: Shelves) -> None:
    told: list[int] = []
    into = replace(shelves.destination(), progress=told.append)
    load_bibs(stream(*[EMMA] * 1_001), into)
    assert told == [1_000, 1_001]


def test_a_server_has_looked_over_what_many_records_filled(shelves: Shelves) -> None:
    if not shelves.database.is_shared:
        pytest.skip("an SQLite file marks no rows as visible")
    many = stream(*(line(primary_id=f"u{number}") for number in range(10_000)))
    load_users(json_lines(many), shelves.destination())
    looked_over = text(
        "SELECT relallvisible = relpages AND reltuples = 10000 FROM pg_class"
        " WHERE relname = 'users'"
    )
    with shelves.connection() as connection:
        assert connection.execute(looked_over).scalar_one()


def test_marcxml_is_loaded_too(shelves: Shelves) -> None:
    xml = (
        b'\n<record xmlns="http://www.loc.gov/MARC21/slim">'
        b"<leader>00000nam a2200000 a 4500</leader>"
        b'<controlfield tag="001">77</controlfield>'
        b'<datafield tag="245" ind1=" " ind2=" ">'
        b'<subfield code="a">Emma</subfield></datafield></record>'
    )
    load_bibs(BytesIO(xml), shelves.destination(), IdPolicy.KEEP)
    assert shelves.read(Kind.BIB, "77") == [Bib("77", EMMA)]


def test_an_authority_is_loaded_under_its_id(shelves: Shelves) -> None:
    ships = marc(field("150", "aShips"), number="980001")
    load_authorities(stream(ships), shelves.destination(), IdPolicy.KEEP)
    assert shelves.read(Kind.AUTHORITY, "980001") == [Authority("980001", ships)]


def _holding(bib_id: str, source: str = "") -> bytes:
    control = [control_field("003", source)] if source else []
    return holdings_marc(
        *control, control_field("004", bib_id), field("852", "bMAIN", "cstacks")
    )


def test_a_holding_goes_under_the_bib_whose_former_number_it_names(
    shelves: Shelves,
) -> None:
    load_bibs(stream(EMMA), shelves.destination())
    load_holdings(stream(_holding("77")), shelves.destination())
    (found,) = shelves.read(Kind.HOLDING, "2200000000016421")
    assert found == Holding("2200000000016421", FIRST_ID, found.marc, "MAIN", "stacks")
    record = Record(found.marc)
    assert (record.control("001"), record.control("004")) == (
        "2200000000016421",
        FIRST_ID,
    )


def test_a_holding_finds_the_number_of_the_source_it_names(shelves: Shelves) -> None:
    emma = marc(control_field("003", "DLC"), number="77")
    load_bibs(stream(emma), shelves.destination())
    report = load_holdings(stream(_holding("77", "DLC")), shelves.destination())
    assert report == LoadReport(1, [])


def test_a_kept_holding_is_stored_as_it_came(shelves: Shelves) -> None:
    load_bibs(stream(EMMA), shelves.destination(), IdPolicy.KEEP)
    raw = _holding("77")
    load_holdings(stream(raw), shelves.destination(), IdPolicy.KEEP)
    assert shelves.read(Kind.HOLDING, "2200000000016421")[0].marc == raw


def test_a_map_names_the_bib_where_004_does_not(shelves: Shelves) -> None:
    load_bibs(stream(EMMA), shelves.destination(), IdPolicy.KEEP)
    load_holdings(
        stream(_holding("foreign")), shelves.destination(), bib_of={"foreign": "77"}
    )
    assert ids(shelves, holding.c.mms_id) == ["77"]


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (_holding("78"), "78 names no bib"),
        (_holding("77"), "77 names 2 bibs"),
        (holdings_marc(), "nothing names its bib"),
    ],
)
def test_a_holding_of_no_one_bib_is_set_aside(
    shelves: Shelves, raw: bytes, reason: str
) -> None:
    load_bibs(stream(EMMA, EMMA), shelves.destination())
    report = load_holdings(stream(raw), shelves.destination())
    assert report == LoadReport(0, [(1, reason)])


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


@pytest.fixture(scope="module")
def real(
    tables: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Shelves, list[bytes]]]:
    """All real bibs, loaded once; skipped where there is no shared data."""
    data = unpacked("real_permissive.mrc.zst")
    bibs = [
        raw
        for raw in split(BytesIO(data))
        if isinstance(raw, bytes) and raw[6] not in b"uvxyz"
    ]
    shelves = Shelves(tables.copied(tmp_path_factory.mktemp("real") / "data"))
    yield shelves, bibs
    shelves.database.close()


def test_real_bibs_come_back_byte_for_byte(
    real: tuple[Shelves, list[bytes]],
) -> None:
    shelves, bibs = real
    report = load_bibs(stream(*bibs), shelves.destination(), IdPolicy.KEEP)
    assert report == LoadReport(len(bibs), [])
    found = shelves.read(Kind.BIB, *ids(shelves, bib.c.mms_id))
    assert Counter(one.marc for one in found) == Counter(bibs)


def test_every_hard_record_is_loaded_or_set_aside(
    shelves: Shelves, tmp_path: Path
) -> None:
    data = unpacked("hard.mrc.zst")
    file = tmp_path / "hard.mrc"
    report = load_bibs(BytesIO(data), shelves.destination(file), IdPolicy.KEEP)
    kept = shelves.read(Kind.BIB, *ids(shelves, bib.c.mms_id))
    assert len(kept) == report.loaded
    assert report.loaded + len(report.set_aside) >= 303
    assert all(reason for _, reason in report.set_aside)
    # Line ends between records belong to none of them.
    stored = sum(len(one.marc) for one in kept) + file.stat().st_size
    assert len(data) - 303 <= stored <= len(data)
