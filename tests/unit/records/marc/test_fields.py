"""The lazy view."""

import pytest

from almandine.records.marc.charset import Charset
from almandine.records.marc.fields import Field, Record, control_field, data_field
from unit.records.marc.building import EMMA, LEADER, marc8_record, record

RECORD = Record(record(*EMMA))


def test_fields_keep_the_order_of_the_record() -> None:
    assert [field.tag for field in RECORD.fields()] == [tag for tag, _ in EMMA]


def test_fields_of_one_tag() -> None:
    assert RECORD.fields("020") == [Field("020", b"  \x1fa0-19-283354-1 (pbk.)")]


def test_fields_of_several_tags_come_in_the_order_of_the_record() -> None:
    assert [field.tag for field in RECORD.fields("020", "245")] == ["245", "020"]


def test_control_field() -> None:
    assert RECORD.control("003") == "OCoLC"


def test_control_field_that_is_missing() -> None:
    assert RECORD.control("004") is None


def test_leader_is_24_characters_as_stored() -> None:
    assert RECORD.leader[5:12] == LEADER[5:12]
    assert len(RECORD.leader) == 24


def test_subfields_and_indicators() -> None:
    [title] = RECORD.fields("245")
    assert title.indicators == "10"
    assert title.subfields == [
        ("a", "Emma :"),
        ("b", "a novel /"),
        ("c", "Jane Austen."),
    ]
    assert title.values("ac") == ["Emma :", "Jane Austen."]


ODD: dict[str, tuple[bytes, str, list[tuple[str, str]]]] = {
    "a delimiter at the end": (b"00\x1faEmma\x1f", "00", [("a", "Emma")]),
    "no indicators": (b"\x1faEmma", "  ", [("a", "Emma")]),
    "one indicator": (b"1\x1faEmma", "1 ", [("a", "Emma")]),
    "a third indicator": (b"000\x1faEmma", "00", [(" ", "0"), ("a", "Emma")]),
    "no delimiter": (b"  20", "  ", [(" ", "20")]),
    "nothing": (b"", "  ", []),
    "a code beyond ASCII": ("  \x1f\ufeffx".encode(), "  ", [("\ufeff", "x")]),
    "an unreadable code": (b"  \x1f\xffx", "  ", [("\ufffd", "x")]),
    "an empty subfield": (b"  \x1fa\x1fbx", "  ", [("a", ""), ("b", "x")]),
}


@pytest.mark.parametrize(
    ("body", "indicators", "subfields"), ODD.values(), ids=ODD.keys()
)
def test_odd_fields_lose_nothing(
    body: bytes, indicators: str, subfields: list[tuple[str, str]]
) -> None:
    field = Field("500", body)
    assert (field.indicators, field.subfields) == (indicators, subfields)


def test_marc8_text_is_decoded() -> None:
    [field] = Record(marc8_record(("245", b"00\x1faCaf\xe2e"))).fields("245")
    assert field.subfields == [("a", "Caf\u00e9")]


def test_a_field_in_unicode() -> None:
    field = Field("245", b"00\x1faCaf\xe2e", Charset.MARC_8)
    assert field.in_unicode() == data_field("245", "00", [("a", "Caf\u00e9")])


def test_a_field_that_is_unicode_stays_itself() -> None:
    field = control_field("001", "1")
    assert field.in_unicode() is field
