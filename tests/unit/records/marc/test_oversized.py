"""A record as leader and fields is edited like one of bytes."""

import pytest

from almandine.records.marc.edits import replace_fields, set_leader
from almandine.records.marc.fields import Field, Record, control_field, data_field
from almandine.records.marc.marcxml import to_line
from almandine.records.marc.oversized import Oversized, taken_apart
from almandine.records.marc.rules import compile_rules, normalized
from unit.records.marc.building import record

EMMA = record(
    ("001", b"99"),
    ("245", b"10\x1faEmma"),
    ("500", b"  \x1faNote"),
    ("852", b"  \x1fbOLD"),
    ("500", b"  \x1faAnother"),
)
NEW = [data_field("500", "  ", [("a", "New")]), data_field("500", "  ", [("a", "Two")])]
MARC_8 = set_leader(record(("001", b"99"), ("245", b"10\x1fa\xe2Emma")), 9, " ")


@pytest.mark.parametrize("tag", ["001", "005", "245", "500", "852", "999"])
@pytest.mark.parametrize("count", [0, 1, 2])
def test_fields_go_where_they_go_in_bytes(tag: str, count: int) -> None:
    new = [Field(tag, each.body) for each in NEW[:count]]
    made = taken_apart(EMMA).with_fields(tag, new)
    assert made.iso2709 == replace_fields(EMMA, tag, new)


@pytest.mark.parametrize("raw", [EMMA, MARC_8], ids=["UTF-8", "MARC-8"])
def test_a_record_that_is_taken_apart_is_the_same_in_xml(raw: bytes) -> None:
    assert (taken_apart(raw).marcxml, False) == to_line(raw)


def test_what_xml_cannot_hold_is_left_out() -> None:
    made = Oversized("0" * 24, [control_field("001", "a\x01b")])
    assert b">ab<" in made.marcxml


def test_lengths_are_cleared_and_nothing_else() -> None:
    made = Oversized("01234nam a2204567 a 4500", []).without_lengths()
    assert made == Oversized("00000nam a2200000 a 4500", [])


@pytest.mark.parametrize(
    "text",
    [
        'removeField "500"',
        'addField "500.{-,-}.a.New"',
        'replaceControlContents "LDR.{5,1}" with "d"',
        'removeField "999"',
    ],
)
def test_rules_do_what_they_do_to_bytes(text: str) -> None:
    rules = f'rule "r" when (TRUE) then {text} end'
    made = normalized(taken_apart(EMMA), rules).iso2709
    assert made == compile_rules(rules)(EMMA)
    assert Record(made).leader[5:12] == made[5:12].decode()
