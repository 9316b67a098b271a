"""MARCXML out."""

import pytest

from almandine.records.marc.marcxml import FOOTER, HEADER, Xml, in_one_line, to_marcxml
from unit.records.marc.building import EMMA, LEADER, Part, marc8_record, record
from unit.records.marc.elements import contents

EMMA_LINE = (
    b"<record><leader>00244nam a2200097 i 4500</leader>"
    b'<controlfield tag="001">ocm00012345</controlfield>'
    b'<controlfield tag="003">OCoLC</controlfield>'
    b'<controlfield tag="008">850101s1816    enk           000 1 eng d</controlfield>'
    b'<datafield tag="245" ind1="1" ind2="0"><subfield code="a">Emma :</subfield>'
    b'<subfield code="b">a novel /</subfield>'
    b'<subfield code="c">Jane Austen.</subfield></datafield>'
    b'<datafield tag="020" ind1=" " ind2=" ">'
    b'<subfield code="a">0-19-283354-1 (pbk.)</subfield></datafield>'
    b'<datafield tag="650" ind1=" " ind2="0">'
    b'<subfield code="a">Matchmaking</subfield>'
    b'<subfield code="v">Fiction.</subfield></datafield></record>\n'
)


def fields_of(raw: bytes) -> list[tuple[str, ...]]:
    [(_, fields)] = contents(HEADER + to_marcxml([raw]).text + FOOTER)
    return fields


def test_a_record_is_one_line() -> None:
    assert to_marcxml([record(*EMMA)]) == Xml(EMMA_LINE, repaired=0)


@pytest.mark.parametrize(
    "field",
    [
        ("001", b"a\nb\r\n"),
        ("500", b"  \x1faone\ntwo\r\n\x1fbthree\n"),
        ("500", b"\n \x1f\nx"),
        ("500", b"  \x1fa<\n\xff"),
    ],
)
def test_a_record_with_line_ends_in_it_is_one_line_and_keeps_them(field: Part) -> None:
    odd = record(field)
    both = to_marcxml([odd, record(*EMMA)]).text
    assert both.splitlines(keepends=True)[1:] == [EMMA_LINE]
    [(tag, *texts)] = fields_of(odd)
    assert tag == field[0]
    assert "\n" in "".join(texts)


def test_an_element_that_was_kept_with_line_ends_is_put_in_one_line() -> None:
    kept = b"<record><x>a\nb</x></record>\n"
    assert in_one_line(kept) == b"<record><x>a&#10;b</x></record>\n"


def test_records_keep_their_order() -> None:
    odd = record(("500", b"  \x1fAx"), ("501", b"x"))
    both = to_marcxml([record(*EMMA), odd, record(*EMMA)]).text
    assert both == EMMA_LINE + to_marcxml([odd]).text + EMMA_LINE


def test_no_records_are_no_text() -> None:
    assert to_marcxml([]) == Xml(b"", repaired=0)


def test_markup_is_escaped_everywhere() -> None:
    raw = record(
        ("001", b"a&b"), ("&<1", b'<"\x1f&a>b\x1f<c\rd'), ("500", b"  \x1fa<&>")
    )
    assert fields_of(raw) == [
        ("001", "a&b"),
        ("&<1", '<"', "&a>b", "<c\rd"),
        ("500", "  ", "a<&>"),
    ]


def test_blanks_in_attributes_survive() -> None:
    assert fields_of(record(("5\t0", b"\n\r\x1f\tx"))) == [("5\t0", "\n\r", "\tx")]


def test_markup_in_the_tag_of_a_control_field_is_escaped() -> None:
    raw = record(("00\t", b"1"), ("00<", b"2"))
    assert fields_of(raw) == [("00\t", "1"), ("00<", "2")]


def test_the_leader_says_unicode() -> None:
    text = to_marcxml([marc8_record(("001", b"1"))]).text
    assert b"<leader>00040nam a2200037 i 4500</leader>" in text


def test_marc8_is_converted() -> None:
    assert fields_of(marc8_record(("245", b"00\x1faCaf\xe2e"))) == [
        ("245", "00", "aCaf\u00e9")
    ]


def test_a_mark_at_the_head_of_a_text_stays_off_the_code() -> None:
    raw = marc8_record(("245", b"00\x1fa\xe2e\x1fb\xe2"))
    assert fields_of(raw) == [("245", "00", "a\u00e9", "b\u0301")]


def test_a_leader_that_says_marc8_of_utf8_is_not_believed() -> None:
    raw = marc8_record(("245", "00\x1faCafé".encode()))
    assert fields_of(raw) == [("245", "00", "aCafé")]


def test_a_field_out_of_the_ordinary_keeps_its_text() -> None:
    raw = record(("BAS", b"  20"), ("245", b"000\x1faEmma"), ("500", b"\x1faRead\x1f"))
    assert fields_of(raw) == [
        ("BAS", "  ", " 20"),
        ("245", "00", " 0", "aEmma"),
        ("500", "  ", "aRead"),
    ]


def test_a_field_of_indicators_alone_has_no_subfields() -> None:
    assert fields_of(record(("HLD", b"  "))) == [("HLD", "  ")]


def test_codes_beyond_ascii_are_codes() -> None:
    raw = record(("500", "  \x1f\ufeffone\x1f\ufffdtwo".encode()))
    assert fields_of(raw) == [("500", "  ", "\ufeffone", "\ufffdtwo")]
    assert to_marcxml([raw]).repaired == 0


REPAIRED = {
    "control characters are dropped": (("001", b"a\x01b\x1bc"), ("001", "abc")),
    "noncharacters are dropped": (
        ("500", "  \x1faa\ufffe\uffffb".encode()),
        ("500", "  ", "aab"),
    ),
    "a lone surrogate shows": (
        ("500", b"  \x1faa\xed\xa0\x80b"),
        ("500", "  ", "aa\ufffd\ufffd\ufffdb"),
    ),
    "invalid UTF-8 shows": (("500", b"  \x1faa\xffb"), ("500", "  ", "aa\ufffdb")),
    "a control character as code shows": (
        ("500", b"  \x1f\x02x"),
        ("500", "  ", "\ufffdx"),
    ),
    "a delimiter in a control field is dropped": (("001", b"a\x1fb"), ("001", "ab")),
    "a record terminator in a field is dropped": (
        ("500", b"  \x1faa\x1db"),
        ("500", "  ", "aab"),
    ),
    "a field terminator in a field is dropped": (
        ("500", b"  \x1faa\x1eb"),
        ("500", "  ", "aab"),
    ),
}


@pytest.mark.parametrize(("part", "field"), REPAIRED.values(), ids=REPAIRED.keys())
def test_what_xml_cannot_hold_is_repaired_and_counted(
    part: Part, field: tuple[str, ...]
) -> None:
    raw = record(part)
    assert fields_of(raw) == [field]
    assert to_marcxml([raw, record(*EMMA), raw]).repaired == 2


def test_a_leader_that_is_no_ascii_is_repaired() -> None:
    raw = record(("001", b"1")).replace(b" i 4500", b" i 45\xe90")
    [(leader, _)] = contents(HEADER + to_marcxml([raw]).text + FOOTER)
    assert leader == "00040nam a2200037 i 45\ufffd0"
    assert to_marcxml([raw]).repaired == 1


def test_both_ways_give_the_same_elements() -> None:
    usual = record(*EMMA)
    # An unusual code in one more field sends the whole record the long way.
    unusual = record(*EMMA, ("999", "  \x1f\u00e9x".encode()))
    assert fields_of(unusual)[:-1] == fields_of(usual)


def test_a_record_without_fields_is_a_leader() -> None:
    [(leader, fields)] = contents(HEADER + to_marcxml([record()]).text + FOOTER)
    assert (leader[5:10], fields) == (LEADER[5:10], [])
