"""What a transaction has read locked, nobody else changes before it has ended."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import replace
from functools import partial
from threading import Event

import pytest
from sqlalchemy import event, select

from almandine.records.bib import Authority, Bib
from almandine.records.kind import Kind
from almandine.records.marc.keys import keys
from almandine.records.portfolio import Portfolio
from almandine.records.user import User
from almandine.store.tables.records import record_key
from store.shelves import Shelves, field, marc
from store.test_records import EMMA, HOLDING, ITEM, REQUEST

PATIENCE = 10.0
"""Seconds until something that nobody holds up must be over."""
PAUSE = 0.3
"""Seconds in which it would be over, were it not held up."""
HIDDEN = replace(EMMA, suppressed=True)


def hold(shelves: Shelves, kind: Kind, ids: Sequence[str], go_on: Event) -> None:
    """Read records locked, and end when told."""
    with shelves.records() as port:
        port.read(kind, ids, locked=True)
        assert go_on.wait(PATIENCE)


def is_over(work: Future[None]) -> bool:
    try:
        work.result(PAUSE)
    except NotYet:
        return False
    return True


def hide(shelves: Shelves, ids: Sequence[str]) -> None:
    """Look at bibs and change them, as a job does."""
    with shelves.records() as port:
        found: Sequence[Bib] = port.read(Kind.BIB, ids, locked=True)
        port.write(
            Kind.BIB, [replace(one, suppressed=not one.suppressed) for one in found]
        )


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        (Kind.BIB, EMMA),
        (Kind.AUTHORITY, Authority("981", marc(field("150", "aShips")))),
        (Kind.HOLDING, HOLDING),
        (Kind.ITEM, ITEM),
        (Kind.PORTFOLIO, Portfolio("531", "991")),
        (Kind.USER, User("jane")),
        (Kind.REQUEST, REQUEST),
    ],
)
def test_records_of_every_kind_are_locked_against_others(
    shelves: Shelves, kind: Kind, record: Bib
) -> None:
    shelves.write(Kind.ITEM, ITEM)
    shelves.write(kind, record)
    go_on = Event()
    ids = [record.record_id]
    with ThreadPoolExecutor(2) as threads:
        held = threads.submit(hold, shelves, kind, ids, go_on)
        assert not is_over(held)
        other = threads.submit(shelves.write, kind, record)
        waited = not is_over(other)
        go_on.set()
        held.result(PATIENCE)
        other.result(PATIENCE)
    assert waited


def test_a_locked_read_sees_what_the_one_before_it_has_made(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, EMMA)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(partial(hide, shelves), [["991"]] * 25))
    assert shelves.read(Kind.BIB, "991") == [HIDDEN]


@pytest.mark.parametrize(
    ("kind", "record"), [(Kind.BIB, EMMA), (Kind.AUTHORITY, Authority("991", b""))]
)
def test_of_many_who_write_a_record_the_last_one_decides_what_it_is_found_by(
    shelves: Shelves, kind: Kind, record: Bib | Authority
) -> None:
    def write(number: int) -> None:
        numbered = marc(field("035", f"a(X){number}"), field("245", "aEmma"))
        shelves.write(kind, replace(record, marc=numbered))

    write(0)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(1, 41)))
    (stored,) = shelves.read(kind, "991")
    with shelves.connection() as connection:
        found = connection.execute(select(record_key.c.key_type, record_key.c.value))
        assert [tuple(row) for row in found] == keys(stored.marc)


def test_a_bib_that_was_read_locked_can_be_written_again_and_again(
    shelves: Shelves,
) -> None:
    shelves.write(Kind.BIB, EMMA)
    other = replace(EMMA, marc=marc(field("245", "aPride")), collections=("811",))
    with shelves.records() as port:
        port.read(Kind.BIB, ["991", "992"], locked=True)
        for one in (HIDDEN, other, EMMA, other, HIDDEN):
            port.write(Kind.BIB, [one])
            assert port.read(Kind.BIB, ["991"]) == [one]


def test_a_bib_that_was_read_locked_is_not_read_again_to_be_written(
    shelves: Shelves,
) -> None:
    shelves.write(Kind.BIB, EMMA)
    read: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("SELECT bib.mms_id"):
            read.append(statement)

    with shelves.records() as port:
        port.read(Kind.BIB, ["991"], locked=True)
        event.listen(shelves.database.engine, "before_cursor_execute", note)
        port.write(Kind.BIB, [HIDDEN])
        assert not read
        port.write(Kind.BIB, [EMMA])
        assert len(read) == 1


def test_records_that_are_held_are_told_from_those_that_changed(
    shelves: Shelves,
) -> None:
    shelves.write(Kind.BIB, EMMA)
    with shelves.records() as port:
        assert port.hold(Kind.BIB, [EMMA])
        assert not port.hold(Kind.BIB, [HIDDEN])
        assert not port.hold(Kind.BIB, [EMMA, replace(EMMA, mms_id="992")])


def test_a_bib_that_is_held_is_not_read_again_to_be_written(shelves: Shelves) -> None:
    shelves.write(Kind.BIB, EMMA)
    read: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        if statement.startswith("SELECT bib.mms_id"):
            read.append(statement)

    with shelves.records() as port:
        assert port.hold(Kind.BIB, [EMMA])
        event.listen(shelves.database.engine, "before_cursor_execute", note)
        port.write(Kind.BIB, [HIDDEN])
    assert not read


def test_an_item_is_locked_without_its_bib(shelves: Shelves) -> None:
    if not shelves.database.is_shared:
        return  # SQLite has one writer.
    shelves.write(Kind.BIB, EMMA)
    shelves.write(Kind.ITEM, ITEM)
    go_on = Event()
    with ThreadPoolExecutor(2) as threads:
        held = threads.submit(hold, shelves, Kind.ITEM, ["231"], go_on)
        assert not is_over(held)
        threads.submit(shelves.write, Kind.BIB, HIDDEN).result(PATIENCE)
        go_on.set()
        held.result(PATIENCE)
    assert shelves.read(Kind.BIB, "991") == [HIDDEN]


def test_two_that_ask_for_the_same_records_in_another_order_never_block_each_other(
    shelves: Shelves,
) -> None:
    bibs = [replace(EMMA, mms_id=f"99{number:04d}") for number in range(500)]
    shelves.write(Kind.BIB, *bibs)
    ids = [one.mms_id for one in bibs]
    with ThreadPoolExecutor(4) as threads:
        orders = [ids, ids[::-1]] * 10
        list(threads.map(partial(hide, shelves), orders))
    assert shelves.read(Kind.BIB, *ids) == bibs
