"""The codec on records as libraries have them, beside two other codecs.

The records are not part of the project: see `real_data.py`.
"""

import unicodedata
from pathlib import Path

import pymarc
import pytest

from almandine.records.marc.charset import UNICODE_FLAG, is_utf8
from almandine.records.marc.edits import append, from_fields, remove
from almandine.records.marc.fields import Record, data_field
from almandine.records.marc.keys import keys
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from almandine.records.marc.structure import fault, is_regular, slices
from almandine.records.marc.summary import all_text, summary
from unit.records.marc.elements import contents, is_well_formed
from unit.records.marc.real_data import read, unpacked
from unit.records.marc.yaz import is_ordinary, yaz_marcxml

SAMPLE = 7
"""Every seventh record, and all that are not regular."""


@pytest.fixture(scope="module")
def data() -> bytes:
    return unpacked("real_permissive.mrc.zst")


@pytest.fixture(scope="module")
def sample(data: bytes) -> list[bytes]:
    accepted, _ = read(data)
    odd = [raw for raw in accepted if not is_regular(raw)]
    return accepted[::SAMPLE] + odd


@pytest.fixture(scope="module")
def hard() -> bytes:
    return unpacked("hard.mrc.zst")


def test_every_real_record_is_accepted_byte_for_byte(data: bytes) -> None:
    accepted, broken = read(data)
    assert (len(accepted), broken) == (53_772, [])
    assert b"".join(accepted) == data


def test_every_hard_record_is_accepted_or_set_aside_with_a_reason(hard: bytes) -> None:
    accepted, broken = read(hard)
    # 303 cuts at terminators; one record lacks its own and ran into a sound one.
    assert hard.count(b"\x1d") == 303
    assert len(accepted) + len(broken) == 304
    assert all(one.reason for one in broken)
    assert sum(map(len, accepted)) + sum(len(one.raw) for one in broken) == len(hard)
    assert all(hard[one.offset :].startswith(one.raw) for one in broken)


def test_hard_records_that_are_accepted_can_be_used(hard: bytes) -> None:
    accepted, _ = read(hard)
    assert is_well_formed(HEADER + to_marcxml(accepted).text + FOOTER)
    for raw in accepted:
        keys(raw)
        summary(raw)
        all_text(raw)
        assert fault(append(raw, data_field("980", "  ", [("a", "\u00e9")]))) is None


def test_marcxml_of_real_records_is_well_formed(sample: list[bytes]) -> None:
    assert is_well_formed(HEADER + to_marcxml(sample).text + FOOTER)


def test_both_ways_to_marcxml_agree(sample: list[bytes]) -> None:
    usual = [raw for raw in sample if raw[9:10] == UNICODE_FLAG and is_utf8(raw)]
    marked = [append(raw, data_field("999", "  ", [("\u00e9", "")])) for raw in usual]
    straight = contents(HEADER + to_marcxml(usual).text + FOOTER)
    long_way = contents(HEADER + to_marcxml(marked).text + FOOTER)
    assert [fields for _, fields in straight] == [fields[:-1] for _, fields in long_way]


def test_an_edit_keeps_the_bytes_of_every_other_field(sample: list[bytes]) -> None:
    tag = data_field("980", "  ", [("a", "x")])
    for raw in sample:
        edited = append(remove(raw, "020"), tag)
        assert fault(edited) is None
        kept = [one for one in slices(raw) if one[0] != b"020"]
        if raw[9:10] == edited[9:10]:
            assert slices(edited)[:-1] == kept


def test_writing_the_fields_of_a_regular_record_writes_the_record(
    sample: list[bytes],
) -> None:
    usual = [raw for raw in sample if raw[9:10] == UNICODE_FLAG and is_regular(raw)]
    again = [from_fields(Record(raw).leader, Record(raw).fields()) for raw in usual]
    assert again == usual


def _viewed(raw: bytes) -> list[tuple[str, ...]]:
    return [
        (field.tag, _nfc(field.text))
        if field.is_control
        else (
            field.tag,
            field.indicators,
            *(code + _nfc(text) for code, text in field.subfields),
        )
        for field in Record(raw).fields()
    ]


def _as_pymarc_reads(raw: bytes) -> list[tuple[str, ...]]:
    record = pymarc.Record(raw, to_unicode=True, hide_utf8_warnings=True)
    return [
        (field.tag, _nfc(field.data or ""))
        if field.control_field
        else (
            field.tag,
            "".join(field.indicators or ()),
            *(code + _nfc(text) for code, text in field.subfields),
        )
        for field in record.fields
    ]


def _nfc(text: str) -> str:
    """Compose, and write marks over two letters as this project and yaz do."""
    doubled = {0xFE20: 0x361, 0xFE21: None, 0xFE22: 0x360, 0xFE23: None}
    return unicodedata.normalize("NFC", text.translate(doubled))


def test_the_view_reads_what_pymarc_reads(sample: list[bytes]) -> None:
    ordinary = [raw for raw in sample if is_ordinary(raw)][::3]
    assert [_viewed(raw) for raw in ordinary] == [
        _as_pymarc_reads(raw) for raw in ordinary
    ]


def test_marcxml_says_what_yaz_says(sample: list[bytes], tmp_path: Path) -> None:
    ordinary = [raw for raw in sample if is_ordinary(raw)]
    ours = contents(HEADER + to_marcxml(ordinary).text + FOOTER)
    theirs = contents(yaz_marcxml(ordinary, tmp_path))
    assert [(_comparable(leader), fields) for leader, fields in ours] == [
        (_comparable(leader), fields) for leader, fields in theirs
    ]


def _comparable(leader: str) -> str:
    return leader[:20]
