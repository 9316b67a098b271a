# Compiled as it is, where the set-up can: ADR 0033.
"""What lists, sets and searches want to know of a record, read in one pass."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from almandine.records.marc.charset import Charset, charset_of, decode
from almandine.records.marc.fields import Record, subfields_of
from almandine.records.marc.layout import DELIMITER, FIELD_END, LEADER_LENGTH
from almandine.records.marc.loops import with_tags
from almandine.records.marc.structure import slices

_AUTHORITY: Final = "z"
_FIXED: Final = b"008"
_LANGUAGE: Final = b"041"
_TITLE: Final = b"245"
_HEADINGS: Final = (b"100", b"110", b"111", b"130", b"150", b"151", b"155")
_AUTHORS: Final = (b"100", b"110", b"111", b"700")
_DATES: Final = (b"264", b"260")
SUMMARY_TAGS: Final = frozenset(
    (_FIXED, _LANGUAGE, _TITLE, *_HEADINGS, *_AUTHORS, *_DATES)
)
"""The fields that a summary is made of, beside the leader."""
_YEAR: Final = re.compile(r"\d{4}")
_MARKS: Final = " /:;,="
"""Punctuation that announces the next element of a description."""
_MONOGRAPH: Final = "Book"
_MATERIALS: Final = {
    "c": "Music score",
    "d": "Music score",
    "e": "Map",
    "f": "Map",
    "g": "Projected medium",
    "i": "Sound recording",
    "j": "Music recording",
    "k": "Image",
    "m": "Computer file",
    "o": "Kit",
    "p": "Mixed material",
    "r": "Object",
    "t": "Manuscript",
    "u": "Holdings",
    "v": "Holdings",
    "x": "Holdings",
    "y": "Holdings",
    "z": "Authority",
}
_SERIAL_LEVELS: Final = frozenset("bis")
_BEYOND_ASCII: Final = 0x80
# ASCII at a stroke: capitals become small, all but letters and digits become blanks.
_WORD_BYTES: Final = bytes(
    byte
    if byte >= _BEYOND_ASCII
    else ord(chr(byte).lower() if chr(byte).isalnum() else " ")
    for byte in range(256)
)
_PUNCTUATION: Final = re.compile(
    "[\x80-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\u2000-\u206f\u3000-\u303f\ufffd]"
)


@dataclass(frozen=True, slots=True)
class Summary:
    """A record in a few words; empty where the record does not say."""

    title: str
    """Of an authority, its heading."""
    author: str
    published: str
    """Year, four digits, else as the record has it."""
    language: str
    """MARC language code."""
    material: str
    status: str
    """Leader position 5: `n` new, `c` corrected, `d` deleted."""


@dataclass(frozen=True, slots=True)
class _Fields:
    """The first field with each tag."""

    bodies: Mapping[bytes, bytes]
    charset: Charset

    def text(self, tag: bytes) -> str:
        """Return the value of a control field; empty when there is none."""
        return decode(self.bodies.get(tag, b""), self.charset)

    def values(self, tag: bytes, codes: str) -> str:
        """Return the texts of a field's subfields; empty when there are none."""
        if tag not in self.bodies:
            return ""
        texts = [
            text.strip()
            for code, text in subfields_of(self.bodies[tag], self.charset)
            if code in codes
        ]
        return " ".join(texts).strip(_MARKS)

    def first(self, tags: Sequence[bytes], codes: str) -> str:
        """Return the same of the first of these tags with which there are any."""
        return next((text for tag in tags if (text := self.values(tag, codes))), "")


def summary(raw: bytes) -> Summary:
    """Summarise a sound record."""
    leader = raw[:LEADER_LENGTH].decode("ascii", "replace")
    wanted = with_tags(slices(raw), SUMMARY_TAGS)
    fields = _Fields(dict(reversed(wanted)), charset_of(raw))
    fixed = fields.text(_FIXED)
    is_authority = leader[6] == _AUTHORITY
    return Summary(
        title=_heading(fields) if is_authority else fields.values(_TITLE, "abnp"),
        author="" if is_authority else _author(fields),
        published="" if is_authority else _published(fields, fixed),
        language="" if is_authority else _language(fields, fixed),
        material=material(leader),
        status=leader[5],
    )


def material(leader: str) -> str:
    """Name the kind of thing that leader positions 6 and 7 describe."""
    if leader[6] in _MATERIALS:
        return _MATERIALS[leader[6]]
    if leader[6] != "a":
        return "Other"
    return "Serial" if leader[7] in _SERIAL_LEVELS else _MONOGRAPH


def texts(raw: bytes, tag: str) -> list[str]:
    """Return the text of each field with this tag, subfields joined by a blank."""
    return [
        field.text
        if field.is_control
        else " ".join(text for _, text in field.subfields)
        for field in Record(raw).fields(tag)
    ]


def all_text(raw: bytes) -> str:
    """Return the words of all data fields in lower case, one blank between them."""
    bodies = [body[2:] for tag, body in slices(raw) if not tag.startswith(b"00")]
    first, *parts = FIELD_END.join(bodies).split(DELIMITER)
    values = [first, *(part[1:] for part in parts)]
    charset = charset_of(raw)
    if charset is Charset.MARC_8:
        values = [decode(value, charset).encode() for value in values]
    words = b" ".join(values).translate(_WORD_BYTES).split()
    return _beyond_ascii(b" ".join(words).decode("utf-8", "replace"))


def _beyond_ascii(text: str) -> str:
    """Do to the rest of Unicode what was done to ASCII already."""
    if text.isascii():
        return text
    composed = unicodedata.normalize("NFC", text).lower()
    return " ".join(_PUNCTUATION.sub(" ", composed).split())


def _heading(fields: _Fields) -> str:
    return fields.first(_HEADINGS, "abcdnpqtvxyz")


def _author(fields: _Fields) -> str:
    return fields.first(_AUTHORS, "a") or fields.values(_TITLE, "c")


def _published(fields: _Fields, fixed: str) -> str:
    if _YEAR.fullmatch(fixed[7:11]):
        return fixed[7:11]
    text = fields.first(_DATES, "c")
    year = _YEAR.search(text)
    return year[0] if year else text


def _language(fields: _Fields, fixed: str) -> str:
    code = fixed[35:38]
    return code if code.isalpha() else fields.values(_LANGUAGE, "a")[:3]
