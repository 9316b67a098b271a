"""Files of rejected records, fit to be repaired and sent again."""

from pathlib import Path

import pytest

from almandine.formats.intake import Format, Unsound, rejected
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from unit.formats.intake.files import ONE, TWO, found

ELEMENT = to_marcxml([ONE]).text.rstrip()
NO_TAG = ELEMENT.replace(b'tag="245"', b'tag="24"')


def file_of(form: Format, *records: bytes) -> bytes:
    return b"".join(rejected(form, records))


def test_binary_records_are_written_as_they_came() -> None:
    broken = b"00099" + TWO[5:]
    assert file_of(Format.ISO2709, ONE, broken) == ONE + broken


def test_a_sound_record_goes_back_into_xml() -> None:
    assert file_of(Format.MARCXML, ONE) == HEADER + ELEMENT + b"\n" + FOOTER


def test_an_element_is_written_as_it_came() -> None:
    assert file_of(Format.MARCXML, NO_TAG) == HEADER + NO_TAG + b"\n" + FOOTER


def test_an_element_brings_its_prefix_along(tmp_path: Path) -> None:
    element = b"<m:record><m:leader>short</m:leader></m:record>"
    document = file_of(Format.MARCXML, element)
    (one,) = found(tmp_path, document, Format.MARCXML)
    assert isinstance(one, Unsound)
    assert one.because == "the leader is not 24 ASCII characters"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"<record><leader>x</record>", "&lt;record&gt;&lt;leader&gt;x&lt;/record&gt;"),
        (b"<record>\x00\xff</record>", "&lt;record&gt;\ufffd\ufffd&lt;/record&gt;"),
        (b"</collection><collection>", "&lt;/collection&gt;&lt;collection&gt;"),
        (b"]]>", "]]&gt;"),
        (b"", ""),
    ],
)
def test_what_is_not_well_formed_is_kept_as_text(raw: bytes, text: str) -> None:
    element = f'<unreadable xmlns="">{text}</unreadable>\n'.encode()
    assert file_of(Format.MARCXML, raw) == HEADER + element + FOOTER


def test_the_document_can_be_read_whatever_came(tmp_path: Path) -> None:
    document = file_of(Format.MARCXML, b"<record", TWO, b"<record>", ONE)
    assert found(tmp_path, document, Format.MARCXML) == [TWO, ONE]
