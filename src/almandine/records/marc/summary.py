"""What lists, sets and searches want to know of a record, read in one pass."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from almandine.records.marc.charset import Charset, charset_of, decode
from almandine.records.marc.fields import Field, Record
from almandine.records.marc.layout import DELIMITER, FIELD_END
from almandine.records.marc.structure import slices

_AUTHORITY: Final = "z"
_HEADINGS: Final = ("100", "110", "111", "130", "150", "151", "155")
_AUTHORS: Final = ("100", "110", "111", "700")
_DATES: Final = ("264", "260")
_WANTED: Final = {*_HEADINGS, *_AUTHORS, *_DATES, "008", "041", "245"}
SUMMARY_TAGS: Final = frozenset(tag.encode() for tag in _WANTED)
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


def summary(raw: bytes) -> Summary:
    """Summarise a sound record."""
    record = Record(raw)
    leader = record.leader
    found: dict[str, Field] = {}
    for field in record.fields(*_WANTED):
        found.setdefault(field.tag, field)
    fixed = found["008"].text if "008" in found else ""
    is_authority = leader[6] == _AUTHORITY
    return Summary(
        title=_heading(found) if is_authority else _values(found, "245", "abnp"),
        author="" if is_authority else _author(found),
        published="" if is_authority else _published(found, fixed),
        language="" if is_authority else _language(found, fixed),
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


def _values(found: dict[str, Field], tag: str, codes: str) -> str:
    texts = found[tag].values(codes) if tag in found else []
    return " ".join(text.strip() for text in texts).strip(_MARKS)


def _first(found: dict[str, Field], tags: Sequence[str], codes: str) -> str:
    return next((text for tag in tags if (text := _values(found, tag, codes))), "")


def _heading(found: dict[str, Field]) -> str:
    return _first(found, _HEADINGS, "abcdnpqtvxyz")


def _author(found: dict[str, Field]) -> str:
    return _first(found, _AUTHORS, "a") or _values(found, "245", "c")


def _published(found: dict[str, Field], fixed: str) -> str:
    if _YEAR.fullmatch(fixed[7:11]):
        return fixed[7:11]
    text = _first(found, _DATES, "c")
    year = _YEAR.search(text)
    return year[0] if year else text


def _language(found: dict[str, Field], fixed: str) -> str:
    code = fixed[35:38]
    return code if code.isalpha() else _values(found, "041", "a")[:3]
