"""The records of a publishing profile, and how they stand in files."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from almandine.engine.publishing.jobtype import (
    Rendered,
    Rendition,
    Title,
    Unfit,
    Withheld,
)
from almandine.formats.marc_file import TOO_LONG, is_kept_as_xml
from almandine.formats.published.fields import Enrichment, enriched
from almandine.records.marc.edits import TooLongForIso2709, set_control
from almandine.records.marc.identifiers import is_numbered
from almandine.records.marc.marcxml import to_line
from almandine.records.marc.rules import RuleError, compile_rules

HEADER: Final = b'<?xml version="1.0" encoding="UTF-8"?>\n<collection>'
"""Without a namespace, as receivers of such files know them."""
FOOTER: Final = b"</collection>\n"

_DELETED: Final = b"d"
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
    if bib.marc[5:6] == _DELETED:
        return Withheld("deleted")
    if bib.suppressed and not how.with_suppressed:
        return Withheld("suppressed from publishing")
    if is_kept_as_xml(bib.marc):
        is_plain = how.is_xml and not how.rules
        return Rendition(bib.marc) if is_plain else Unfit(TOO_LONG)
    try:
        marc = compile_rules(how.rules)(bib.marc) if how.rules else bib.marc
        if not is_numbered(marc, bib.mms_id):
            marc = set_control(marc, "001", bib.mms_id)
        return Rendition(enriched(title, marc, how.enrichment))
    except (RuleError, TooLongForIso2709) as error:
        return Unfit(str(error))


def write_records(records: Sequence[bytes], *, is_xml: bool) -> Sequence[bytes]:
    """Return what each record is in a file of the profile's format."""
    return in_xml(records) if is_xml else records


def in_xml(records: Sequence[bytes]) -> list[bytes]:
    """Write each record as a line of MARCXML."""
    return [_xml_line(marc) for marc in records]


def _xml_line(marc: bytes) -> bytes:
    if is_kept_as_xml(marc):
        return marc.replace(_NAMESPACE, b"", 1).rstrip(b"\n") + b"\n"
    return to_line(marc)[0]
