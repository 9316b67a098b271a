"""Records and headers as elements."""

from collections.abc import Iterator, Sequence

from almandine.engine.oai.records import OaiRecord
from almandine.engine.oai.requests import Prefix
from almandine.wire.oai import identifiers, instants
from almandine.wire.oai.metadata import in_format
from almandine.wire.xml import escape


def element(name: str, text: str) -> str:
    """Return an element that holds a text."""
    return f"<{name}>{escape(text)}</{name}>"


def header(record: OaiRecord, institution: str) -> str:
    """Return the header of a record."""
    status = ' status="deleted"' if record.deleted else ""
    name = identifiers.spell(institution, record.mms_id)
    at = instants.spell(record.changed_at)
    sets = "".join(element("setSpec", each) for each in record.specs)
    said = element("identifier", name) + element("datestamp", at) + sets
    return f"<header{status}>{said}</header>"


def whole(
    records: Sequence[OaiRecord], prefix: Prefix, institution: str
) -> Iterator[bytes]:
    """Yield records, each a line; those that were deleted have no metadata."""
    marc = [each.marc for each in records if not each.deleted]
    metadata = iter(in_format(marc, prefix))
    for each in records:
        yield f"<record>{header(each, institution)}".encode()
        if not each.deleted:
            yield b"<metadata>%b</metadata>" % next(metadata)
        yield b"</record>\n"
