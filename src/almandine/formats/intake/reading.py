"""Read records at their places."""

import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from almandine.formats.intake.form import HEAD, Format
from almandine.formats.intake.places import Unsound
from almandine.formats.intake.prolog import MARC_NAMESPACE, Root, declaration, root_of
from almandine.formats.intake.xml_places import TRUNCATED
from almandine.records.marc.iso2709 import Broken
from almandine.records.marc.marcxml_reader import read_marcxml
from almandine.records.marc.oversized import Oversized
from almandine.records.marc.structure import examined

TOO_LONG: Final = "too long for ISO 2709 (a record: 99,999 bytes, a field: 9,999)"
NO_RECORD: Final = "no record in MARC's namespace"
_RECORD: Final = re.compile(rb"<(?:([^\s<>/:!?=\"'&]+):)?record(?=[\s/>])")


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
    found = _parsed(raws, root)
    if len(found) == len(raws) and not any(isinstance(one, Broken) for one in found):
        pairs = zip(raws, found, strict=True)
        return [_taken(raw, one) for raw, one in pairs]
    return [_from_element(raw, root) for raw in raws]


def _from_element(raw: bytes, root: Root) -> bytes | Unsound:
    found = _parsed([raw], root) if raw else ()
    if len(found) != 1:
        return Unsound(raw, NO_RECORD if raw else TRUNCATED)
    return _taken(raw, found[0])


def _parsed(raws: Sequence[bytes], root: Root) -> Sequence[bytes | Oversized | Broken]:
    opening = b'<?xml version="1.0" encoding="UTF-8"?><_%b>' % root.declarations
    elements = [_in_its_namespace(raw, root) for raw in raws]
    document = b"".join([opening, *elements, b"</_>"])
    return list(read_marcxml(BytesIO(document)))


def _in_its_namespace(raw: bytes, root: Root) -> bytes:
    """Declare an element's prefix around it where the root element does not.

    It was found to be MARC's by what is declared at the elements around it, which are
    not read again; what it declares itself counts all the same.
    """
    begun = _RECORD.match(raw)
    if begun is None or root.means_marc(begun[1] or b""):
        return raw
    return b"<_%b>%b</_>" % (declaration(begun[1] or b"", MARC_NAMESPACE), raw)


def _taken(raw: bytes, one: bytes | Oversized | Broken) -> bytes | Unsound:
    if isinstance(one, Broken):
        return Unsound(raw, one.reason)
    return Unsound(raw, TOO_LONG) if isinstance(one, Oversized) else one
