"""Records in the formats of the protocol."""

from collections.abc import Sequence
from typing import Final

from almandine.engine.oai.requests import Prefix
from almandine.formats.dublin_core import dublin_core
from almandine.formats.marc_file import is_kept_as_xml
from almandine.formats.published.records import in_xml
from almandine.records.marc.fields import Record
from almandine.records.marc.marcxml_reader import read_kept
from almandine.wire.xml import escape

MARC21_SCHEMA: Final = "http://www.loc.gov/standards/marcxml/schema/MARC21slim.xsd"
MARC21_NAMESPACE: Final = "http://www.loc.gov/MARC21/slim"
DC_SCHEMA: Final = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
DC_NAMESPACE: Final = "http://www.openarchives.org/OAI/2.0/oai_dc/"

_PLAIN: Final = b"<record>"
_MARC21: Final = (
    f'<record xmlns="{MARC21_NAMESPACE}"'
    f' xsi:schemaLocation="{MARC21_NAMESPACE} {MARC21_SCHEMA}">'
).encode()
_DC: Final = (
    f'<oai_dc:dc xmlns:oai_dc="{DC_NAMESPACE}"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    f' xsi:schemaLocation="{DC_NAMESPACE} {DC_SCHEMA}">'
)


def in_format(records: Sequence[bytes], prefix: Prefix) -> list[bytes]:
    """Return each record as an element of its own, with its namespace."""
    if prefix is Prefix.OAI_DC:
        return [_dublin_core(marc) for marc in records]
    return [line.rstrip().replace(_PLAIN, _MARC21, 1) for line in in_xml(records)]


def _dublin_core(marc: bytes) -> bytes:
    elements = "".join(
        f"<dc:{name}>{escape(text)}</dc:{name}>" for name, text in _elements(marc)
    )
    return f"{_DC}{elements}</oai_dc:dc>".encode()


def _elements(marc: bytes) -> list[tuple[str, str]]:
    if is_kept_as_xml(marc):
        kept = read_kept(marc)
        return dublin_core(kept.leader, kept.fields)
    record = Record(marc)
    return dublin_core(record.leader, record.fields())
