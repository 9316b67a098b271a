"""A file of the records that were not taken, in the format they came in."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.parsers.expat import ExpatError, ParserCreate
from xml.sax.saxutils import escape

from almandine.formats.intake.form import Format
from almandine.formats.intake.prolog import MARC_NAMESPACE
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from almandine.records.marc.structure import fault

_PREFIXED: Final = re.compile(rb"<([^\s<>/:!?]+):record(?=[\s/>])")
_NO_CHARACTER: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def rejected(form: Format, records: Iterable[bytes]) -> Iterator[bytes]:
    """Write records as `read` gave them, sound or not, piece by piece.

    The XML document is well-formed whatever came: an element that is not stands in one
    of another name as text, to be repaired by hand.
    """
    if form is Format.ISO2709:
        yield from records
        return
    yield HEADER
    for raw in records:
        yield _element(raw)
    yield FOOTER


def _element(raw: bytes) -> bytes:
    if fault(raw) is None:
        return to_marcxml([raw]).text
    element = _with_its_prefix(raw) + b"\n"
    return element if _is_well_formed(element) else _as_text(raw)


def _with_its_prefix(raw: bytes) -> bytes:
    """Declare the prefix at the element itself, as its document did at its root."""
    match = _PREFIXED.match(raw)
    if match is None or b"xmlns:" + match[1] in raw[: raw.find(b">")]:
        return raw
    declared = b' xmlns:%b="%b"' % (match[1], MARC_NAMESPACE)
    return match[0] + declared + raw[match.end() :]


def _is_well_formed(element: bytes) -> bool:
    parser = ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(HEADER + element + FOOTER, True)  # noqa: FBT003 - it takes no name
    except ExpatError:
        return False
    return element.lstrip().startswith(b"<")


def _as_text(raw: bytes) -> bytes:
    text = _NO_CHARACTER.sub("\ufffd", raw.decode("utf-8", "replace"))
    return f'<unreadable xmlns="">{escape(text)}</unreadable>\n'.encode()
