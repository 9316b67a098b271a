"""Files of MARC records, binary or XML, from records as they are stored.

A record that is too long for ISO 2709 is stored as MARCXML. It goes into an XML file as
it is, and cannot go into a binary one.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Final, Protocol

from almandine.engine.jobtype import Failure, Layout, Part
from almandine.records.marc.marcxml import FOOTER, HEADER, in_one_line, to_line

TOO_LONG: Final = "too long for ISO 2709; export it as MARCXML"
_XML_START: Final = b"<"


class MarcFormat(StrEnum):
    """Names by which clients ask for one of the two formats."""

    MARC21_XML = "MARC21_XML"
    MARCXML = "MARCXML"
    XML = "XML"
    MARC21 = "MARC21"
    MARC21_BINARY = "MARC21_BINARY"
    MARC = "MARC"
    BINARY = "BINARY"
    ISO2709 = "ISO2709"

    @property
    def is_xml(self) -> bool:
        """Whether the name means MARCXML."""
        return self.endswith("XML")


class MarcRecord(Protocol):
    """Any record that is kept as MARC."""

    @property
    def record_id(self) -> str:
        """The id by which reports name it."""
        ...

    @property
    def marc(self) -> bytes:
        """ISO 2709, or MARCXML where the record is too long for it."""
        ...


def marc_part(records: Sequence[MarcRecord], form: MarcFormat) -> Part:
    """Write the records in this order."""
    return _xml_part(records) if form.is_xml else _binary_part(records)


def marc_layout(stem: str, form: MarcFormat, *, per_file: int) -> Layout:
    """Return how files of this format look; `per_file` 0 means one file."""
    if form.is_xml:
        return Layout(stem, "xml", HEADER, FOOTER, per_file)
    return Layout(stem, "mrc", per_file=per_file)


def is_kept_as_xml(marc: bytes) -> bool:
    """Say whether a stored record is MARCXML rather than ISO 2709."""
    return marc.startswith(_XML_START)


def _binary_part(records: Sequence[MarcRecord]) -> Part:
    sound = [each.marc for each in records if not is_kept_as_xml(each.marc)]
    lost = [each.record_id for each in records if is_kept_as_xml(each.marc)]
    failures = tuple(Failure(record_id, TOO_LONG) for record_id in lost)
    return Part(b"".join(sound), len(sound), failures)


def _xml_part(records: Sequence[MarcRecord]) -> Part:
    lines = [_xml_line(each.marc) for each in records]
    data = b"".join([line for line, _ in lines])
    repaired = sum(is_repaired for _, is_repaired in lines)
    return Part(data, len(lines), repaired=repaired)


def _xml_line(marc: bytes) -> tuple[bytes, bool]:
    if is_kept_as_xml(marc):
        return in_one_line(marc), False
    return to_line(marc)
