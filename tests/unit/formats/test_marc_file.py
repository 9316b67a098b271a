"""Names of the two formats, and how stored records are told apart."""

import pytest

from almandine.formats.marc_file import MarcFormat, is_kept_as_xml, marc_part
from almandine.records.bib import Bib
from unit.jobtypes.records_of_emma import EMMA, LONG
from unit.records.marc.building import record


@pytest.mark.parametrize("name", ["MARC21_XML", "XML", "MARCXML"])
def test_a_name_of_marcxml(name: str) -> None:
    assert MarcFormat(name).is_xml


@pytest.mark.parametrize("name", ["MARC", "MARC21", "BINARY", "ISO2709"])
def test_a_name_of_iso_2709(name: str) -> None:
    assert not MarcFormat(name).is_xml


def test_a_stored_record_is_told_by_its_first_byte() -> None:
    assert [is_kept_as_xml(bib.marc) for bib in (EMMA, LONG)] == [False, True]


@pytest.mark.parametrize("others", [[], [LONG]])
def test_records_repaired_for_xml_are_counted(others: list[Bib]) -> None:
    bell = Bib("993", record(("245", b"00\x1faBell\x07")))
    assert marc_part([bell, EMMA, *others], MarcFormat.XML).repaired == 1
