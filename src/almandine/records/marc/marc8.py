# Compiled as it is, where the set-up can: ADR 0033.
"""MARC-8 to Unicode, with the code tables that pymarc carries.

MARC-8 switches between sets of 94 characters by escape sequences, writes East Asian
characters as three bytes, and puts a combining mark before its letter, not after it.
A byte that no table knows becomes U+FFFD, so that the loss can be seen.

Source: MARC 21 Specifications for Record Structure, Character Sets: MARC-8.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from pymarc import marc8_mapping

UNKNOWN: Final = "\N{REPLACEMENT CHARACTER}"
ESCAPE: Final = b"\x1b"
_DELETE: Final = b"\x7f"
"""The one byte of ASCII that stands for no character."""
_ABOVE_ASCII: Final = re.compile("[\x80-\xff]+[\x00-\x7f]?")
"""Marks and letters above ASCII, with the letter that the marks may belong to."""

# Intermediate bytes say which half is switched; without them the lower one is.
_SWITCH: Final = re.compile(rb"\x1b(\$?[(,)\-]!?|\$)?(.)", re.DOTALL)
_BASIC_LATIN: Final = 0x42
_ANSEL: Final = 0x45
_EAST_ASIAN: Final = 0x31
_BACK_TO_LATIN: Final = 0x73
_SPACE: Final = 0x20
_HIGH: Final = 0x80
_WIDTH: Final = 3
"""Bytes of one East Asian character."""

_Table = dict[int, tuple[int, int]]
# A ligature or double tilde over two letters is two half marks in MARC-8; LC maps the
# first half to the double mark of Unicode and lets the second go.
_DOUBLE_MARKS: Final = str.maketrans(
    {0xFE20: 0x361, 0xFE21: None, 0xFE22: 0x360, 0xFE23: None}
)
_TABLES: Final[dict[int, _Table]] = marc8_mapping.CODESETS
_ODD: Final[dict[int, int]] = marc8_mapping.ODD_MAP


def marc8_to_unicode(data: bytes) -> str:
    """Decode one field or subfield, composed (NFC); both halves start as Latin."""
    if ESCAPE in data or _DELETE in data:
        return unicodedata.normalize("NFC", _decoded(data))
    if data.isascii():
        return data.decode("ascii")
    text = _ABOVE_ASCII.sub(_decoded_run, data.decode("latin-1"))
    return unicodedata.normalize("NFC", text)


def _decoded_run(found: re.Match[str]) -> str:
    return _decoded_latin(found[0])


@lru_cache(maxsize=4096)
def _decoded_latin(run: str) -> str:
    """Decode a few bytes; a language has few such runs, and they come all the time."""
    return _decoded(run.encode("latin-1"))


def _decoded(data: bytes) -> str:
    text: list[str] = []
    marks: list[str] = []
    for character, is_mark in _characters(data):
        if is_mark:
            marks.append(character)
        else:
            text.extend((character, *marks))
            marks.clear()
    return "".join(text + marks).translate(_DOUBLE_MARKS)


def _characters(data: bytes) -> Iterator[tuple[str, bool]]:
    """Yield each character in writing order, and whether it is a combining mark."""
    low, high = _BASIC_LATIN, _ANSEL
    run, *switches = _SWITCH.split(data)
    yield from _decode_run(run, low, high)
    for half, final, following in zip(
        switches[::3], switches[1::3], switches[2::3], strict=True
    ):
        code = _BASIC_LATIN if final[0] == _BACK_TO_LATIN else final[0]
        if code not in _TABLES:
            yield UNKNOWN, False
        elif half and half.strip(b"$!") in {b")", b"-"}:
            high = code
        else:
            low = code
        yield from _decode_run(following, low, high)


def _decode_run(run: bytes, low: int, high: int) -> Iterator[tuple[str, bool]]:
    position = 0
    while position < len(run):
        byte = run[position]
        table = high if byte >= _HIGH else low
        if table == _EAST_ASIAN and byte > _SPACE:
            yield _east_asian(run[position : position + _WIDTH])
            position += _WIDTH
        else:
            yield _single(byte, _TABLES[table])
            position += 1


def _east_asian(three: bytes) -> tuple[str, bool]:
    code = int.from_bytes(byte & ~_HIGH for byte in three)
    if code in _ODD:
        return chr(_ODD[code]), False
    return _named(_TABLES[_EAST_ASIAN].get(code))


def _single(byte: int, table: _Table) -> tuple[str, bool]:
    if byte <= _SPACE:
        return chr(byte), False
    # Some tables are written for the lower half and some for the upper one.
    return _named(table.get(byte) or table.get(byte ^ _HIGH))


def _named(code: tuple[int, int] | None) -> tuple[str, bool]:
    return (chr(code[0]), bool(code[1])) if code else (UNKNOWN, False)
