"""Read records at their places."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from almandine.formats.intake.form import HEAD, Format
from almandine.formats.intake.places import Unsound
from almandine.formats.intake.prolog import (
    MARC_NAMESPACE,
    Root,
    declaration,
    is_of_marc,
    namespaces_in,
    prefix_of,
    root_of,
)
from almandine.formats.intake.xml_places import NO_RECORD, TRUNCATED, why_none
from almandine.records.marc.iso2709 import Broken
from almandine.records.marc.marcxml_reader import read_marcxml
from almandine.records.marc.oversized import Oversized
from almandine.records.marc.structure import examined

TOO_LONG: Final = "too long for ISO 2709 (a record: 99,999 bytes, a field: 9,999)"
_RECORD: Final = re.compile(
    rb"<((?:[^\s<>/:!?=\"'&]+:)?record)(?=[\s/>])((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)"
)


def read(
    path: Path, form: Format, places: Iterable[tuple[int, int]]
) -> Sequence[bytes | Unsound]:
    """Return the records at these places (offset, length), in this order.

    Sound ones come as ISO 2709: as they lie there, or made from XML in UTF-8.
    """
    with path.open("rb") as stream:
        raws = [_bytes_at(stream, offset, length) for offset, length in places]
        if form is Format.ISO2709:
            return [_judged(raw) for raw in raws]
        stream.seek(0)
        return _from_elements(raws, root_of(stream.read(HEAD)))


def _bytes_at(stream: BinaryIO, offset: int, length: int) -> bytes:
    stream.seek(offset)
    return stream.read(length)


def _judged(raw: bytes) -> bytes | Unsound:
    record = examined(raw)
    return Unsound(raw, record) if isinstance(record, str) else record


def _from_elements(raws: Sequence[bytes], root: Root) -> Sequence[bytes | Unsound]:
    """Parse elements all at once, or each by itself when one of them ends the parse."""
    elements = [_in_its_namespace(raw, root) for raw in raws]
    found = _parsed(elements, root) if all(elements) else ()
    if len(found) == len(raws) and not any(isinstance(one, Broken) for one in found):
        pairs = zip(raws, found, strict=True)
        return [_taken(raw, one) for raw, one in pairs]
    return [_from_element(raw, root) for raw in raws]


def _from_element(raw: bytes, root: Root) -> bytes | Unsound:
    if not raw:
        return Unsound(raw, TRUNCATED)
    element = _in_its_namespace(raw, root)
    if not element:
        return Unsound(raw, why_none(raw, root))
    found = _parsed([element], root)
    return _taken(raw, found[0]) if len(found) == 1 else Unsound(raw, NO_RECORD)


def _in_its_namespace(raw: bytes, root: Root) -> bytes:
    """Return a record with its prefix declared where the root element does not do so.

    It was found to be MARC's by what is declared at the elements around it, which are
    not read again. Empty where no record of MARC's begins.
    """
    begun = _RECORD.match(raw)
    if begun is None:
        return b""
    prefix = prefix_of(begun[1])
    declared = namespaces_in(begun[2]).get(prefix)
    if declared is None and not root.means_marc(prefix):
        return b"<_%b>%b</_>" % (declaration(prefix, MARC_NAMESPACE), raw)
    return raw if is_of_marc(declared or b"") else b""


def _parsed(
    elements: Sequence[bytes], root: Root
) -> Sequence[bytes | Oversized | Broken]:
    opening = b'<?xml version="1.0" encoding="UTF-8"?><_%b>' % root.declarations
    document = b"".join([opening, *elements, b"</_>"])
    return list(read_marcxml(BytesIO(document)))


def _taken(raw: bytes, one: bytes | Oversized | Broken) -> bytes | Unsound:
    if isinstance(one, Broken):
        return Unsound(raw, one.reason)
    return Unsound(raw, TOO_LONG) if isinstance(one, Oversized) else one
