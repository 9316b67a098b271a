from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from sqlalchemy import Table, insert, select

from almandine.records.bib import Authority, Bib, Heading, Sync
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.marc.edits import assemble
from almandine.records.marc.layout import LEADER_LENGTH
from almandine.records.marc.structure import Regular, Sound
from almandine.records.portfolio import Portfolio
from almandine.records.request import Request
from almandine.records.user import User
from almandine.store.tables.configuration import location, remote_storage
from almandine.store.tables.records import (
    bib,
    bib_collection,
    bib_text,
    holding,
    record_key,
    user_identifier,
)
from store.shelves import (
    CODE,
    LATER,
    NOW,
    OTHER,
    Shelves,
    field,
    holdings_marc,
    marc,
)

EMMA = Bib(
    "991",
    marc(
        field("020", "a0-19-283752-4"),
        field("100", "aAusten, Jane,"),
        field("245", "aEmma /", "cJane Austen."),
        number="991",
    ),
)
TERMINATOR_INSIDE = bytes(
    assemble(EMMA.marc[:LEADER_LENGTH], [(b"001", b"991"), (b"500", b"  \x1faa\x1eb")])
)
HOLDING = Holding(
    "221",
    "991",
    holdings_marc(field("852", "bMAIN", "cstacks", "hPR4034", indicators="0 ")),
    library="MAIN",
    location="stacks",
    call_number_type="0",
    call_number="PR4034",
)
ITEM = Item(
    "231",
    "221",
    "991",
    barcode="B1",
    library="MAIN",
    location="stacks",
    description="v.1",
    details={"PUBLIC_NOTE": "brittle"},
)
SHOWN_ITEM = replace(
    ITEM,
    created_at=NOW,
    modified_at=NOW,
    call_number="PR4034",
    heading=Heading("Emma", "Austen, Jane", "0192837524", ""),
)
REQUEST = Request("881", "HOLD", ITEM, "jane", "MAIN", "desk", NOW)


def rows(shelves: Shelves, table: Table, *names: str) -> Sequence[tuple[object, ...]]:
    columns = [table.c[name] for name in names]
    with shelves.connection() as connection:
        found = connection.execute(select(*columns).order_by(*columns))
        return [tuple(row) for row in found]


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        (Kind.BIB, replace(EMMA, suppressed=True, sync=Sync.NONE)),
        (Kind.BIB, replace(EMMA, collections=("811", "812"))),
        (Kind.BIB, replace(EMMA, marc=b"<record/>")),
        (Kind.AUTHORITY, Authority("981", marc(field("150", "aShips")))),
        (Kind.AUTHORITY, Authority("981", b"<record/>")),
        (Kind.HOLDING, HOLDING),
        (Kind.HOLDING, Holding("222", "991", b"", "ART", "oversize")),
        (
            Kind.PORTFOLIO,
            Portfolio("531", "991", "https://x", "61", "web", available=False),
        ),
        (
            Kind.USER,
            User(
                "jane",
                "Jane",
                "Austen",
                expiry_date=date(2030, 1, 31),
                identifiers=(("BARCODE", "77"), ("OTHER", "ä")),
            ),
        ),
    ],
)
def test_a_record_is_read_as_it_was_written(
    shelves: Shelves, kind: Kind, record: Bib
) -> None:
    shelves.write(kind, record)
    assert shelves.read(kind, record.record_id) == [record]


def test_records_come_in_the_order_asked_for_and_missing_ones_are_left_out(
    shelves: Shelves,
) -> None:
    bibs = [replace(EMMA, mms_id=one) for one in ("991", "992", "993")]
    shelves.write(Kind.BIB, *bibs)
    assert shelves.read(Kind.BIB, "993", "994", "991") == [bibs[2], bibs[0]]


@pytest.mark.parametrize(
    ("raw", "known"),
    [(EMMA.marc, Regular), (TERMINATOR_INSIDE, Sound), (b"<record/>", bytes)],
)
def test_what_a_bib_was_found_to_be_is_known_when_it_is_read(
    shelves: Shelves, raw: bytes, known: type[bytes]
) -> None:
    shelves.write(Kind.BIB, replace(EMMA, marc=TERMINATOR_INSIDE))
    shelves.write(Kind.BIB, replace(EMMA, marc=bytes(raw)))
    (found,) = shelves.read(Kind.BIB, EMMA.mms_id)
    assert isinstance(found, Bib)
    assert (type(found.marc), found.marc) == (known, raw)


def test_a_long_list_of_ids_is_one_read(shelves: Shelves) -> None:
    bibs = [replace(EMMA, mms_id=f"99{n}") for n in range(1_500)]
    shelves.write(Kind.BIB, *bibs)
    assert shelves.read(Kind.BIB, *(one.mms_id for one in bibs)) == bibs


def test_another_institution_does_not_see_a_record(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, EMMA)
    assert not shelves.read(Kind.BIB, "991", code=OTHER)


def test_institutions_may_have_records_of_the_same_id(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, EMMA)
    shelves.write(Kind.BIB, replace(EMMA, suppressed=True), code=OTHER)
    assert shelves.read(Kind.BIB, "991") == [EMMA]


def test_a_bib_has_the_columns_that_its_bytes_tell(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, EMMA)
    names = ("title", "author", "isbn", "status", "material_type", "format")
    assert rows(shelves, bib, *names) == [
        ("Emma", "Austen, Jane", "0192837524", "n", "Book", "iso2709")
    ]


def test_a_changed_bib_has_new_columns_keys_and_words(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, EMMA)
    other = marc(field("020", "a9780141439518"), field("245", "aPride"), number="991")
    shelves.write(Kind.BIB, replace(EMMA, marc=other))
    assert rows(shelves, bib, "title", "author") == [("Pride", "")]
    assert rows(shelves, record_key, "key_type", "value", "record_id") == [
        ("001", "991", "991"),
        ("isbn", "9780141439518", "991"),
    ]
    assert rows(shelves, bib_text, "title", "creator") == [(" \n pride \n ", "")]


def test_a_changed_authority_has_new_keys_and_no_others(shelves: Shelves) -> None:
    ships = Authority("981", marc(field("035", "a(X)1"), field("150", "aShips")))
    boats = marc(field("035", "a(X)2"), field("150", "aBoats"), number="7")
    for one in (ships, replace(ships, marc=b"<record/>"), ships):
        shelves.write(Kind.AUTHORITY, one)
    shelves.write(Kind.AUTHORITY, replace(ships, marc=boats), ships)
    assert rows(shelves, record_key, "value") == [("(X)1",)]
    shelves.write(Kind.AUTHORITY, ships, replace(ships, marc=boats))
    assert rows(shelves, record_key, "value", "record_id") == [
        ("(X)2", "981"),
        ("7", "981"),
    ]


def test_text_that_no_database_holds_is_left_out_of_columns_and_keys(
    shelves: Shelves,
) -> None:
    raw = marc(
        field("020", "a0192837524"),
        field("035", "a(X)1\x002"),
        field("035", "a" + "9" * 501),
        field("245", "aEm\x00ma"),
    )
    shelves.write(Kind.BIB, replace(EMMA, marc=raw))
    assert rows(shelves, bib, "title") == [("Emma",)]
    assert ("035", "(X)12") in rows(shelves, record_key, "key_type", "value")
    assert len(rows(shelves, record_key, "value")) == 3


def test_a_change_keeps_the_creation_and_moves_the_modification(
    shelves: Shelves,
) -> None:
    shelves.write(Kind.BIB, EMMA, replace(EMMA, mms_id="992"))
    shelves.now = LATER
    other = marc(field("245", "aPride"))
    shelves.write(
        Kind.BIB,
        replace(EMMA, suppressed=True),
        replace(EMMA, mms_id="992", marc=other),
    )
    assert rows(shelves, bib, "created_at", "modified_at") == [(NOW, LATER)] * 2


def test_leaving_a_collection_is_seen_by_searches(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, replace(EMMA, collections=("811", "812")))
    shelves.write(Kind.BIB, replace(EMMA, collections=("812",)))
    assert rows(shelves, bib_collection, "collection_id", "mms_id") == [("812", "991")]


def test_a_holding_stands_where_its_changed_852_says(shelves: Shelves) -> None:
    moved = holdings_marc(field("852", "bART", "coversize", "hN1"))
    shelves.write(Kind.HOLDING, replace(HOLDING, marc=moved))
    assert rows(shelves, holding, "library", "location", "call_number") == [
        ("ART", "oversize", "N1")
    ]


def test_an_item_shows_its_call_number_and_heading(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, EMMA)
    shelves.write(Kind.HOLDING, HOLDING)
    shelves.write(Kind.ITEM, ITEM)
    assert shelves.read(Kind.ITEM, "231") == [SHOWN_ITEM]


def test_a_place_that_is_too_long_for_an_index_is_cut(shelves: Shelves) -> None:
    noise = "".join(Random(1).choices("0123456789abcdef", k=4_000))  # noqa: S311 - no secret
    lost = holdings_marc(field("852", f"b{noise}", f"c{noise}"))
    shelves.write(Kind.HOLDING, Holding("22", "991", lost))
    (found,) = shelves.read(Kind.HOLDING, "22")
    assert (found.library, found.location) == (noise[:500], noise[:500])
    assert found.marc == lost


def test_an_item_without_holding_and_bib_is_still_read(shelves: Shelves) -> None:
    shelves.write(Kind.ITEM, ITEM)
    assert shelves.read(Kind.ITEM, "231") == [
        replace(ITEM, created_at=NOW, modified_at=NOW)
    ]


def test_an_item_that_was_loaded_keeps_its_own_creation(shelves: Shelves) -> None:
    created = datetime(2001, 2, 3, tzinfo=UTC)
    shelves.write(Kind.ITEM, replace(ITEM, created_at=created))
    assert shelves.read(Kind.ITEM, "231")[0].created_at == created


def test_a_lost_identifier_no_longer_finds_its_user(shelves: Shelves) -> None:
    shelves.write(Kind.USER, User("jane", identifiers=(("BARCODE", "77"),)))
    shelves.write(Kind.USER, User("jane", identifiers=(("BARCODE", "78"),)))
    assert rows(shelves, user_identifier, "value", "primary_id") == [("78", "jane")]


def test_a_request_is_read_with_its_item(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, EMMA)
    shelves.write(Kind.HOLDING, HOLDING)
    shelves.write(Kind.ITEM, ITEM)
    shelves.write(Kind.REQUEST, REQUEST)
    assert shelves.read(Kind.REQUEST, "881") == [replace(REQUEST, item=SHOWN_ITEM)]


def test_a_request_without_its_item_is_left_out(shelves: Shelves) -> None:
    shelves.write(Kind.REQUEST, REQUEST)
    assert not shelves.read(Kind.REQUEST, "881")


@pytest.fixture
def storage(shelves: Shelves) -> Shelves:
    """The location `robot` belongs to the remote storage of profile 65."""
    place = {"institution": CODE, "library": "MAIN", "suppressed": False}
    empty = {"name": "", "external_name": "", "type": ""}
    with shelves.connection() as connection:
        connection.execute(
            insert(location),
            [
                {**place, **empty, "code": "stacks", "remote_storage": ""},
                {**place, **empty, "code": "robot", "remote_storage": "R"},
            ],
        )
        store = {"institution": CODE, "code": "R", "name": "", "profile_id": "65"}
        connection.execute(insert(remote_storage), [store])
    return shelves


def request(storage: Shelves, number: int, **places: str) -> Request:
    item = replace(ITEM, pid=f"23{number}", **places)
    storage.write(Kind.ITEM, item)
    made = replace(REQUEST, request_id=f"88{number}", item=item)
    storage.write(Kind.REQUEST, made)
    return made


def pending(storage: Shelves, profile_id: str) -> list[str]:
    with storage.records() as port:
        batches = port.pending(Kind.REQUEST, profile_id)
        return [one for batch in batches for one in batch]


def test_requests_for_items_in_the_storage_are_pending(storage: Shelves) -> None:
    request(storage, 1)
    request(storage, 2, location="robot")
    request(storage, 3, temp_library="MAIN", temp_location="robot")
    request(storage, 4, location="robot", temp_library="MAIN", temp_location="stacks")
    assert pending(storage, "65") == ["882", "883"]


def test_requests_for_another_storage_are_not_pending(storage: Shelves) -> None:
    request(storage, 1, location="robot")
    assert not pending(storage, "66")


def test_a_sent_request_is_not_pending(storage: Shelves) -> None:
    made = request(storage, 1, location="robot")
    storage.write(Kind.REQUEST, replace(made, sent_at=NOW, sent_by="17"))
    assert not pending(storage, "65")


def test_nothing_but_requests_is_ever_pending(shelves: Shelves) -> None:
    with shelves.records() as port, pytest.raises(KeyError):
        port.pending(Kind.BIB, "65")
