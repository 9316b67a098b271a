"""Write records as MARCXML, a chunk at a time.

Escaping a chunk as a whole and cutting afterwards is three times faster than escaping
each value, so regular records go that way; any other is written field by field. Both
ways give the same elements for the same record, and the result is always well-formed:
characters that XML cannot hold are dropped, bytes that are no text become U+FFFD, and
the records where this happened are counted.

Against yaz-marcdump 5.34 the fields are equal in 53,625 of 53,772 real records. In the
others the bytes are at odds with MARC, and the two differ in what they save:

- a field without any delimiter, or with text before the first one, keeps its text under
  a blank subfield code, where yaz drops it or cuts it up (a third indicator included);
- a record whose leader says MARC-8 while its bytes are UTF-8 is read as UTF-8;
- bytes that are no text become U+FFFD, where yaz drops them or the rest of the value;
- a field 00X has no subfields whatever it holds, and no field lacks an indicator;
- a tab or line end inside a value stays;
- `<` in a tag is escaped, where yaz's document is not well-formed;
- the leader stays as it is but for position 9, where yaz rewrites 10-11 and 20-22.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct
from typing import Final

from almandine.records.marc.charset import UNICODE_FLAG, Charset, charset_of, is_utf8
from almandine.records.marc.fields import Field, Record
from almandine.records.marc.marc8 import ESCAPE, marc8_to_unicode
from almandine.records.marc.structure import (
    DELIMITER,
    FIELD_END,
    LEADER_LENGTH,
    RECORD_END,
    TAG_LENGTH,
    base_address,
    is_regular,
)

HEADER: Final = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b'<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
)
FOOTER: Final = b"</collection>\n"

_AT_ONCE: Final = 100
"""Records whose text is taken apart together: more cost memory and save no time."""
_CONTROL_TAG: Final = b"00"
_CLOSE: Final = b"</subfield>"
_TAGS: Final = Struct("3s9x")
_HEAD: Final = TAG_LENGTH + 2
_BODY_AT: Final = 2 + len(_CLOSE)
"""Where the first subfield opens in a field whose delimiters became elements."""
_CONTROL: Final = b'<controlfield tag="%b">%b</controlfield>'
_DATA_END: Final = b"</subfield></datafield>"
_RECORD_CLOSE: Final = b"</record>\n"
_CODES: Final = {
    code: b'</subfield><subfield code="%c">' % code
    for code in {*range(0x21, 0x7F)} - {*b'"&<>'}
}
_ODD_CODE: Final = re.compile(rb"\x1f[^!#-%'-;=?-~]")
_DROPPED: Final = bytes(sorted({*range(0x20)} - {*b"\t\n\r\x1d\x1e\x1f"}))
# How U+FFFE and U+FFFF begin, and little else.
_SUSPECT: Final = b"\xef\xbf"
_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
# A bare carriage return would be read back as a line feed.
_ESCAPES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;"}
_IN_ATTRIBUTE: Final = str.maketrans(
    {**_ESCAPES, '"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
)


@dataclass(frozen=True, slots=True)
class Xml:
    """A run of `record` elements, one a line; `HEADER` and `FOOTER` make a document."""

    text: bytes
    repaired: int
    """Records of which some character could not be written as it was."""


def to_marcxml(records: Sequence[bytes]) -> Xml:
    """Write sound records in this order, each with leader position 9 = `a`."""
    lines, repaired = to_lines(records)
    return Xml(b"".join(lines), repaired)


def to_lines(records: Sequence[bytes]) -> tuple[list[bytes], int]:
    """Write sound records, each apart; return how many were repaired too."""
    lines: list[bytes] = []
    repaired = 0
    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        texts = _writable_at_once(some)
        bodies = iter(_elements_at_once([text for text in texts if text]))
        for raw, text in zip(some, texts, strict=True):
            line = _assembled(text, next(bodies)) if text else None
            if line is None:
                line, is_repaired = _written_out(raw)
                repaired += is_repaired
            lines.append(line)
    return lines, repaired


def _writable_at_once(records: Sequence[bytes]) -> list[bytes | None]:
    """Return each record in UTF-8, or None when something in it needs a closer look.

    The directories are those of the bytes as they came: good for tags alone.
    """
    texts = [_in_utf8(raw) if _is_whole(raw) else None for raw in records]
    if _is_plain(b"".join([text for text in texts if text])):
        return texts
    return [text if text and _is_plain(text) else None for text in texts]


def _is_whole(raw: bytes) -> bool:
    """Say whether the record splits into its fields, and ends where it ends."""
    return (
        is_regular(raw)
        and raw.index(RECORD_END) == len(raw) - 1
        and raw[:LEADER_LENGTH].isascii()
    )


def _is_plain(text: bytes) -> bool:
    """Say whether XML can hold the text, and all its codes are usual ones."""
    return (
        is_utf8(text)
        and len(text.translate(None, _DROPPED)) == len(text)
        and _SUSPECT not in text
        and not _ODD_CODE.search(text)
    )


def _in_utf8(raw: bytes) -> bytes:
    """Return a regular record with its values in UTF-8, if they were in MARC-8."""
    if charset_of(raw) is Charset.UTF_8:
        return raw
    base = base_address(raw)
    fields = map(_field_in_utf8, raw[base:].split(FIELD_END))
    return raw[:base] + FIELD_END.join(fields)


def _field_in_utf8(body: bytes) -> bytes:
    if body.isascii() and ESCAPE not in body:
        return body
    head, *parts = body.split(DELIMITER)
    # Codes apart: a mark at the head of a text must not slip onto the code.
    values = [part[:1] + marc8_to_unicode(part[1:]).encode() for part in parts]
    return DELIMITER.join([marc8_to_unicode(head).encode(), *values])


def _elements_at_once(records: Sequence[bytes]) -> list[bytes]:
    """Return the data of each record, escaped, with elements for delimiters."""
    data = RECORD_END.join([raw[base_address(raw) : -1] for raw in records])
    head, *parts = _escaped(data).split(DELIMITER)
    text = head + b"".join([_CODES[part[0]] + part[1:] for part in parts])
    return text.split(RECORD_END) if records else []


def _escaped(data: bytes) -> bytes:
    for character, reference in _ESCAPES.items():
        data = data.replace(character.encode(), reference.encode())
    return data


def _assembled(raw: bytes, data: bytes) -> bytes | None:
    """Return the line of a record, or None for an odd control field."""
    elements = [b"<record><leader>%b</leader>" % _escaped(_leader(raw))]
    tags = _TAGS.iter_unpack(raw[LEADER_LENGTH : base_address(raw) - 1])
    fields = zip(tags, data.split(FIELD_END), strict=False)
    for number, ((tag,), body) in enumerate(fields):
        if tag.startswith(_CONTROL_TAG):
            if b"<" in body or not tag.isalnum():
                return None
            elements.append(_CONTROL % (tag, body))
        elif opening := _opening(tag + body[:_BODY_AT]):
            elements += opening, body[_BODY_AT:], _DATA_END
        else:
            elements.append(_odd_element(raw, number, tag))
    elements.append(_RECORD_CLOSE)
    return b"".join(elements)


def _odd_element(raw: bytes, number: int, tag: bytes) -> bytes:
    """Return the element of a data field whose first delimiter is not at its place."""
    body = raw[base_address(raw) :].split(FIELD_END, number + 1)[number]
    return _element(Field(tag.decode("latin-1"), body)).encode()


def _leader(raw: bytes) -> bytes:
    return raw[:9] + UNICODE_FLAG + raw[10:LEADER_LENGTH]


@lru_cache(maxsize=4096)
def _opening(head: bytes) -> bytes | None:
    """Return the tag of a data field that begins with tag, indicators and delimiter."""
    if head[_HEAD:] != _CLOSE:
        return None
    text = head[:_HEAD].decode("latin-1")
    return _data_opening(text[:TAG_LENGTH], text[TAG_LENGTH:]).encode()


@lru_cache(maxsize=4096)
def _data_opening(tag: str, indicators: str) -> str:
    names = zip(("tag", "ind1", "ind2"), (tag, *indicators), strict=True)
    attributes = "".join(f' {name}="{_attribute(value)}"' for name, value in names)
    return f"<datafield{attributes}>"


@lru_cache(maxsize=4096)
def _attribute(value: str) -> str:
    return _FORBIDDEN.sub(_UNKNOWN, value).translate(_IN_ATTRIBUTE)


def record_element(leader: str, fields: Iterable[Field]) -> str:
    """Return one `record` element on a line; characters are escaped, not judged."""
    elements = "".join(_element(field) for field in fields)
    return f"<record><leader>{_attribute(leader)}</leader>{elements}</record>\n"


def _written_out(raw: bytes) -> tuple[bytes, bool]:
    """Return the line of any sound record, and whether a character was lost."""
    leader = _leader(raw).decode("ascii", "replace")
    line = record_element(leader, Record(raw).fields())
    kept = _FORBIDDEN.sub("", line)
    is_lossy = _UNKNOWN in kept and _UNKNOWN.encode() not in raw
    return kept.encode(), is_lossy or kept != line


def _element(field: Field) -> str:
    if field.is_control:
        tag = _attribute(field.tag)
        return f'<controlfield tag="{tag}">{_content(field.text)}</controlfield>'
    subfields = "".join(
        f'<subfield code="{_attribute(code)}">{_content(text)}</subfield>'
        for code, text in field.subfields
    )
    return f"{_data_opening(field.tag, field.indicators)}{subfields}</datafield>"


def _content(text: str) -> str:
    for character, reference in _ESCAPES.items():
        text = text.replace(character, reference)
    return text
