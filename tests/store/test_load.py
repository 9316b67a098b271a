"""Bulk loading of MARC records."""

import csv
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import text

from almandine.records.bib import Authority, Bib
from almandine.records.holding import Holding
from almandine.records.kind import Kind
from almandine.records.marc.fields import Record, control_field
from almandine.store.load import (
    IdPolicy,
    LoadReport,
    json_lines,
    load_authorities,
    load_bibs,
    load_holdings,
    load_users,
)
from almandine.store.tables.records import bib, holding
from store.loading import EMMA, FIRST_ID, ids, line
from store.shelves import Shelves, field, holdings_marc, marc, stream

SECOND_ID = "990000000000026421"
BROKEN = b"00019nam a2200000 a\x1d"


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
