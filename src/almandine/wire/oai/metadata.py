"""Records in the formats of the protocol."""

from collections.abc import Iterator, Sequence
from typing import Final

from almandine.engine.oai.requests import Prefix
from almandine.formats.dublin_core import dublin_core
from almandine.formats.marc_file import is_kept_as_xml
from almandine.formats.published.records import in_xml
from almandine.records.marc.fields import Field, Record, control_field, data_field
from almandine.wire.hardened import Element, local_name, parse
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
        root = parse(marc)
        leader = next(each.text for each in root if local_name(each) == "leader")
        return dublin_core(leader or "", _fields(root))
    record = Record(marc)
    return dublin_core(record.leader, record.fields())


def _fields(record: Element) -> Iterator[Field]:
    """Yield the fields of a record that is too long for ISO 2709."""
    for each in record:
        tag = each.get("tag") or ""
        match local_name(each):
            case "controlfield":
                yield control_field(tag, each.text or "")
            case "datafield":
                subfields = [(sub.get("code") or "", sub.text or "") for sub in each]
                yield data_field(tag, "  ", subfields)
            case _:
                pass
