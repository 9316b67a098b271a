"""MARCXML in, hostile files included."""

from io import BytesIO

import pytest

from almandine.records.marc.iso2709 import Broken
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from almandine.records.marc.marcxml_reader import CHUNK, read_kept, read_marcxml
from almandine.records.marc.oversized import Oversized
from unit.records.marc.building import EMMA, LEADER, record

RAW = record(*EMMA)
ELEMENT = to_marcxml([RAW]).text


def read(document: bytes) -> list[bytes | Oversized | Broken]:
    return list(read_marcxml(BytesIO(document)))


def one(inside: str, leader: str = LEADER) -> bytes:
    """Write a record around some fields."""
    return f"<record><leader>{leader}</leader>{inside}</record>".encode()


def test_a_collection() -> None:
    assert read(HEADER + ELEMENT + ELEMENT + FOOTER) == [RAW, RAW]


def test_a_single_record_without_namespace() -> None:
    assert read(ELEMENT) == [RAW]


def test_a_prefix_and_an_envelope() -> None:
    document = (
        b'<o:list xmlns:o="urn:o" xmlns:m="http://www.loc.gov/MARC21/slim"><o:record>'
        + ELEMENT.replace(b"</", b"</m:")
        .replace(b"<", b"<m:")
        .replace(b"<m:/m:", b"</m:")
        + b"</o:record></o:list>"
    )
    assert read(document) == [RAW]


def test_comments_references_and_character_data_are_text() -> None:
    inside = (
        '<controlfield tag="001">a<!-- x -->&amp;<![CDATA[<b>]]>&#99;</controlfield>'
    )
    assert read(one(inside)) == [record(("001", b"a&<b>c"))]


def test_missing_indicators_are_blank() -> None:
    inside = '<datafield tag="500" ind1=""><subfield code="a">x</subfield></datafield>'
    assert read(one(inside)) == [record(("500", b"  \x1fax"))]


def test_records_across_chunks_are_whole() -> None:
    count = 3 * CHUNK // len(ELEMENT)
    assert read(HEADER + ELEMENT * count + FOOTER) == [RAW] * count


def test_a_damaged_entry_map_does_not_matter() -> None:
    damaged = f"{LEADER[:22]}\N{REPLACEMENT CHARACTER}0"
    field = '<controlfield tag="001">a</controlfield>'
    assert read(one(field, damaged)) == [record(("001", b"a"))]


def test_a_leader_that_is_damaged_elsewhere_does() -> None:
    [broken] = read(one("", f"\u00e9{LEADER[1:]}"))
    assert isinstance(broken, Broken)
    assert broken.reason == "the leader is not 24 ASCII characters"


BAD_RECORDS = {
    "the leader is not 24 ASCII characters": one("", leader="short"),
    "'24' is no tag": one('<controlfield tag="24">x</controlfield>'),
    "'' is no tag": one("<controlfield>x</controlfield>"),
    "'ab' is no subfield code": one(
        '<datafield tag="500"><subfield code="ab">x</subfield></datafield>'
    ),
    "'1  ' are not two indicators": one('<datafield tag="500" ind1="1 "/>'),
}


@pytest.mark.parametrize(("reason", "element"), BAD_RECORDS.items())
def test_a_bad_record_is_set_aside_and_reading_goes_on(
    reason: str, element: bytes
) -> None:
    document = b"<collection>" + ELEMENT + element + ELEMENT + b"</collection>"
    assert read(document) == [RAW, Broken(2, 0, b"", reason), RAW]


def test_an_oversized_record_stays_marcxml() -> None:
    element = one(f'<controlfield tag="009">{"x" * 10_000}</controlfield>')
    [kept] = read(element)
    assert isinstance(kept, Oversized)
    assert kept.marcxml == element + b"\n"
    assert read_kept(element) == kept


def test_a_record_that_has_become_short_enough_is_read_like_an_oversized_one() -> None:
    assert read_kept(ELEMENT).iso2709 == RAW


@pytest.mark.parametrize("text", [b"<record/>", b"<leader/>", b"", b"<record>"])
def test_what_is_kept_and_no_record_is_told(text: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_kept(text)


def test_a_document_that_breaks_off_ends_with_what_was_read() -> None:
    [first, rest] = read(HEADER + ELEMENT + b"<record><leader>")
    assert first == RAW
    assert isinstance(rest, Broken)
    assert rest.position == 2


def test_an_empty_stream_is_no_document() -> None:
    [broken] = read(b"")
    assert isinstance(broken, Broken)


REFUSED = {
    "a DOCTYPE is not accepted": b'<!DOCTYPE r [<!ENTITY e "x">]><record>&e;</record>',
    "elements are nested deeper than 16": b"<a>" * 17 + b"</a>" * 17,
    "an element has more than 16 attributes": b"<record %b/>"
    % b" ".join(b'a%d="1"' % i for i in range(17)),
}


@pytest.mark.parametrize(("reason", "document"), REFUSED.items())
def test_hostile_documents_are_refused(reason: str, document: bytes) -> None:
    assert read(document) == [Broken(1, 0, b"", reason)]


def test_a_doctype_that_names_a_file_is_refused() -> None:
    document = b'<!DOCTYPE record SYSTEM "file:///etc/passwd">' + ELEMENT
    assert read(document) == [Broken(1, 0, b"", "a DOCTYPE is not accepted")]


def test_a_record_without_end_is_refused() -> None:
    text = b"x" * CHUNK
    document = b"<record><leader>" + text * (2**24 // CHUNK + 1)
    [broken] = read(document)
    assert isinstance(broken, Broken)
    assert broken.reason == "a record has more than 16777216 characters"
