"""What is derived from an edited bib equals what its bytes give when they are new."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import Table, select, update

from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.records.marc.edits import (
    append,
    assemble,
    insert,
    remove,
    replace_all,
    replace_fields,
    set_control,
    set_leader,
)
from almandine.records.marc.fields import Record
from almandine.records.marc.layout import LEADER_LENGTH
from almandine.records.marc.structure import slices
from almandine.records.sample import marc_stream
from almandine.store.records.prepared import Prepared
from almandine.store.tables.records import bib, bib_collection, bib_text, record_key
from store.shelves import CODE, OTHER, Shelves, field

FRESH = {"created_at", "modified_at", "institution"}
"""Columns that tell when and whose, and nothing of the bytes."""
COUNT = 40

Edit = Callable[[bytes], bytes]


def backwards(raw: bytes) -> bytes:
    return replace_all(raw, reversed(Record(raw).fields()))


def in_marc8(raw: bytes) -> bytes:
    """Flag the record as MARC-8, with a letter that is written so."""
    fields = [*slices(remove(raw, "245")), (b"245", b"10\x1faM\xe8uller")]
    ascii_only = [(tag, body) for tag, body in fields if body.isascii()]
    leader = raw[:9] + b" " + raw[10:LEADER_LENGTH]
    return assemble(leader, [*ascii_only, fields[-1]])


EDITS: Sequence[Edit] = (
    lambda raw: append(raw, field("980", "abench")),
    lambda raw: insert(raw, field("500", "aÜber the \x00 sea", "b中国")),
    lambda raw: insert(insert(raw, field("650", "aShips")), field("650", "aShips")),
    lambda raw: replace_fields(raw, "245", [field("245", "aPride", "cJane A.")]),
    lambda raw: replace_fields(raw, "264", [field("264", "bPenguin", "c1999")]),
    lambda raw: replace_fields(raw, "020", [field("020", "a9780141439518")]),
    lambda raw: set_control(raw, "008", "850101s1816    xx            000 1 ger d"),
    lambda raw: remove(raw, "100", "700", "650"),
    lambda raw: remove(raw, *{one.tag for one in Record(raw).fields()}),
    lambda raw: set_leader(raw, 5, "d"),
    lambda raw: set_leader(append(raw, field("999", "a…")), 6, "e"),
    backwards,
    in_marc8,
    lambda raw: append(in_marc8(raw), field("650", "aMöbel")),
    lambda _: b"<record/>",
)


def derived(shelves: Shelves, code: str) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of the institution's bibs, by table."""
    with shelves.connection() as connection:
        return {
            table.name: [
                tuple(row)
                for row in connection.execute(
                    select(*(each for each in table.c if each.name not in FRESH))
                    .where(table.c.institution == code)
                    .order_by(*table.primary_key)
                )
            ]
            for table in (bib, bib_text, bib_collection, record_key)
        }


def sample() -> list[Bib]:
    found = enumerate(marc_stream(7, COUNT, 0))
    return [Bib(f"99{number:03d}", raw) for number, raw in found]


def edited(bibs: Sequence[Bib], edit: Edit) -> list[Bib]:
    return [replace(one, marc=edit(one.marc)) for one in bibs]


@pytest.mark.parametrize("edit", EDITS)
def test_an_edited_bib_is_found_as_if_it_were_new(shelves: Shelves, edit: Edit) -> None:
    bibs = sample()
    shelves.write(Kind.BIB, *bibs)
    shelves.write(Kind.BIB, *edited(bibs, edit))
    shelves.write(Kind.BIB, *edited(bibs, edit), code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


def mixed(bibs: Sequence[Bib]) -> list[Bib]:
    """Edit each bib in a way of its own."""
    return [
        one
        for number, each in enumerate(bibs)
        for one in edited([each], EDITS[number % len(EDITS)])
    ]


def test_bibs_edited_in_many_ways_at_once_are_found_as_if_they_were_new(
    shelves: Shelves,
) -> None:
    bibs = sample()
    shelves.write(Kind.BIB, *bibs)
    shelves.write(Kind.BIB, *mixed(bibs))
    shelves.write(Kind.BIB, *mixed(bibs), code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


def prepared(shelves: Shelves, before: Sequence[Bib], after: Sequence[Bib]) -> Prepared:
    with shelves.records() as records:
        return records.prepare(Kind.BIB, list(zip(before, after, strict=True)))


def write_prepared(shelves: Shelves, bibs: Sequence[Bib], beforehand: Prepared) -> None:
    with shelves.records() as records:
        records.write(Kind.BIB, bibs, beforehand)


def test_prepared_edits_are_found_as_if_they_were_new(shelves: Shelves) -> None:
    bibs = sample()
    changed = mixed(bibs)
    shelves.write(Kind.BIB, *bibs)
    write_prepared(shelves, changed, prepared(shelves, bibs, changed))
    shelves.write(Kind.BIB, *changed, code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


def test_of_prepared_edits_those_count_whose_bib_is_what_it_was(
    shelves: Shelves,
) -> None:
    bibs = sample()
    changed = mixed(bibs)
    shelves.write(Kind.BIB, *bibs)
    beforehand = prepared(shelves, bibs, changed)
    shelves.write(Kind.BIB, *edited(bibs[::2], EDITS[3]))
    write_prepared(shelves, changed, beforehand)
    shelves.write(Kind.BIB, *changed, code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


def test_of_prepared_edits_those_count_that_are_written_as_they_were_to_be(
    shelves: Shelves,
) -> None:
    bibs = sample()
    shelves.write(Kind.BIB, *bibs)
    beforehand = prepared(shelves, bibs, edited(bibs, EDITS[3]))
    write_prepared(shelves, mixed(bibs), beforehand)
    shelves.write(Kind.BIB, *mixed(bibs), code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


@pytest.mark.parametrize("is_prepared", [True, False])
def test_bibs_are_added_as_they_are_written(
    shelves: Shelves, *, is_prepared: bool
) -> None:
    added = [replace(one, collections=("81",)) for one in mixed(sample())]
    with shelves.records() as records:
        beforehand = records.prepare(Kind.BIB, (), added if is_prepared else ())
    with shelves.records() as records:
        records.write(Kind.BIB, added, beforehand)
    shelves.write(Kind.BIB, *added, code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


def test_a_bib_that_is_not_the_prepared_one_is_added_as_it_is(shelves: Shelves) -> None:
    before = sample()
    after = [replace(one, suppressed=not one.suppressed) for one in before]
    with shelves.records() as records:
        beforehand = records.prepare(Kind.BIB, (), before)
    with shelves.records() as records:
        records.write(Kind.BIB, after, beforehand)
    shelves.write(Kind.BIB, *after, code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


def test_a_bib_in_another_character_set_is_found_by_the_words_it_has_in_that_one(
    shelves: Shelves,
) -> None:
    bibs = edited(sample(), in_marc8)
    flagged = edited(bibs, lambda raw: set_leader(EDITS[0](raw), 9, "a"))
    shelves.write(Kind.BIB, *bibs)
    shelves.write(Kind.BIB, *flagged)
    shelves.write(Kind.BIB, *flagged, code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


def test_an_edit_taken_back_leaves_what_was_there(shelves: Shelves) -> None:
    bibs = sample()
    shelves.write(Kind.BIB, *bibs)
    before = derived(shelves, CODE)
    for edit in EDITS:
        shelves.write(Kind.BIB, *edited(bibs, edit))
        shelves.write(Kind.BIB, *bibs)
    assert derived(shelves, CODE) == before


def spoil(shelves: Shelves, table: Table, column: str, value: str) -> None:
    with shelves.connection() as connection:
        connection.execute(update(table).values({column: value}))


def test_words_that_are_not_those_of_the_bytes_are_made_anew(shelves: Shelves) -> None:
    bibs = sample()
    shelves.write(Kind.BIB, *bibs)
    spoil(shelves, bib_text, "everything", " \n nothing of it \n ")
    shorter = edited(bibs, lambda raw: remove(raw, "245"))
    shelves.write(Kind.BIB, *shorter)
    shelves.write(Kind.BIB, *shorter, code=OTHER)
    assert derived(shelves, CODE) == derived(shelves, OTHER)


def test_a_heading_that_no_changed_field_tells_is_left_alone(shelves: Shelves) -> None:
    bibs = sample()
    shelves.write(Kind.BIB, *bibs)
    spoil(shelves, bib, "title", "kept")
    shelves.write(Kind.BIB, *edited(bibs, EDITS[0]))
    with shelves.connection() as connection:
        titles = set(connection.execute(select(bib.c.title)).scalars())
    assert titles == {"kept"}
