"""The records of a publishing profile, and how they stand in files."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from almandine.engine.publishing.jobtype import (
    Rendered,
    Rendition,
    Title,
    Unfit,
    Withheld,
)
from almandine.formats.marc_file import is_kept_as_xml
from almandine.formats.published.fields import Enrichment, added
from almandine.records.marc.edits import (
    TooLongForIso2709,
    replace_fields,
    set_control,
)
from almandine.records.marc.fields import control_field
from almandine.records.marc.identifiers import is_numbered
from almandine.records.marc.marcxml import in_one_line, to_line
from almandine.records.marc.marcxml_reader import read_kept
from almandine.records.marc.oversized import Oversized, taken_apart
from almandine.records.marc.rules import RuleError, compile_rules, normalized

HEADER: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<collection>'
"""Without a namespace, as receivers of such files know them."""
FOOTER: Final = b"</collection>\n"

_BINARY: Final = b"ISO2709"
_NAMESPACE: Final = b' xmlns="http://www.loc.gov/MARC21/slim"'


@dataclass(frozen=True, slots=True)
class Looks:
    """All that decides whether a record is published, and what it looks like."""

    is_xml: bool
    rules: str
    """Text of normalization rules; empty for none."""
    enrichment: Enrichment
    with_suppressed: bool


def render_title(title: Title, how: Looks) -> Rendered:
    """Return the record as receivers get it."""
    bib = title.bib
    kept = read_kept(bib.marc) if is_kept_as_xml(bib.marc) else None
    if _is_deleted(bib.marc, kept):
        return Withheld("deleted")
    if bib.suppressed and not how.with_suppressed:
        return Withheld("suppressed from publishing")
    try:
        marc = _in_full(title, kept, how) if kept else _spliced(title, how)
    except RuleError as error:
        return Unfit(str(error))
    except TooLongForIso2709 as error:
        if not how.is_xml:
            return Unfit(str(error))
        marc = _in_full(title, taken_apart(bib.marc), how)
    return Rendition(marc, b"" if how.is_xml else _BINARY)


def _is_deleted(marc: bytes, kept: Oversized | None) -> bool:
    return kept.leader[5] == "d" if kept else marc[5:6] == b"d"


def _spliced(title: Title, how: Looks) -> bytes:
    """Return the record as receivers get it, made of the bytes that are there."""
    bib = title.bib
    marc = compile_rules(how.rules)(bib.marc) if how.rules else bib.marc
    if not is_numbered(marc, bib.mms_id):
        marc = set_control(marc, "001", bib.mms_id)
    for tag, fields in added(title, how.enrichment):
        marc = replace_fields(marc, tag, fields)
    return marc


def _in_full(title: Title, record: Oversized, how: Looks) -> bytes:
    """Do the same for a record that may be too long for ISO 2709.

    Raises:
        TooLongForIso2709: where it is, and must be in that format.
    """
    mms_id = control_field("001", title.bib.mms_id)
    made = normalized(record, how.rules) if how.rules else record
    made = made.with_fields("001", [mms_id])
    for tag, fields in added(title, how.enrichment):
        made = made.with_fields(tag, fields)
    try:
        return made.iso2709
    except TooLongForIso2709:
        if not how.is_xml:
            raise
        return made.without_lengths().marcxml


def write_records(records: Sequence[bytes], *, is_xml: bool) -> Sequence[bytes]:
    """Return what each record is in a file of the profile's format."""
    return in_xml(records) if is_xml else [_in_iso2709(marc) for marc in records]


def in_xml(records: Sequence[bytes]) -> list[bytes]:
    """Write each record as a line of MARCXML."""
    return [_xml_line(marc) for marc in records]


def _in_iso2709(marc: bytes) -> bytes:
    """Return a record as it stands in a binary file.

    One that is too long for it gets there only to be withdrawn, after the profile was
    one of MARCXML: the leader and its number say enough.
    """
    if not is_kept_as_xml(marc):
        return marc
    record = read_kept(marc)
    number = [field for field in record.fields if field.tag == "001"]
    return replace(record, fields=number).iso2709


def _xml_line(marc: bytes) -> bytes:
    if is_kept_as_xml(marc):
        return in_one_line(marc.replace(_NAMESPACE, b"", 1))
    return to_line(marc)[0]
