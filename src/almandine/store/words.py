"""How text is spelled where it is searched by words.

Letters without case and accents, digits, and one blank between words; each value
stands between line marks. So every question is one LIKE, the same on all databases:
`% word %` for a word, `% two words %` for a phrase, and marks for whole values and
their beginnings. Characters of scripts that put no blanks between words are words.
A scan of all values is the price; an index of words can replace the columns without
a change to what is asked.
"""

import re
import string
import unicodedata
from bisect import insort
from collections.abc import Iterable
from typing import Final

LINE: Final = "\n"
"""Stands between blanks before, between and after values; sorts before words."""

_END: Final = "\x1e"
_END_BYTE: Final = _END.encode()
_CODE: Final = re.compile(rb"\x1f[^\x1e]?")
"""A subfield delimiter and its code; neither belongs to the text."""
_KEPT: Final = string.ascii_lowercase + string.digits + _END
_ASCII: Final = bytes.maketrans(
    bytes(range(256)),
    "".join(
        low if (low := chr(code).lower()) in _KEPT else " " for code in range(128)
    ).encode()
    + b" " * 128,
)
_MARKS: Final = re.compile("[\u02b0-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]+")
_BREAKS: Final = re.compile(rf"[^\w{_END}]+|_+")
_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])"
)


def words_of(text: str) -> str:
    """Return the words of a text, one blank between them."""
    return fold_values([text.encode("utf-8", "replace")])[0]


def lines_of(values: Iterable[str]) -> str:
    """Return the values as a column holds them; empty when there is no word."""
    return join_lines(words_of(value) for value in values)


def join_lines(words: Iterable[str]) -> str:
    """Return values that are spelled already as a column holds them."""
    filled = [value for value in words if value]
    return f" {LINE} {f' {LINE} '.join(filled)} {LINE} " if filled else ""


def change_lines(column: str, gone: Iterable[str], come: Iterable[str]) -> str | None:
    """Take values out of a column whose lines are sorted, and put others in.

    Returns None when one that is to go is not there.
    """
    lines = column.split(f" {LINE} ")[1:-1]
    try:
        for value in filter(None, gone):
            lines.remove(value)
    except ValueError:
        return None
    for value in come:
        insort(lines, value)
    return join_lines(lines)


def fold_values(values: list[bytes]) -> list[str]:
    """Return the words of each value of UTF-8, which may hold subfields.

    Many at once cost little more than one: the work is done on all of them together,
    and only those beyond ASCII take the slow way.
    """
    joined = _END_BYTE.join(values)
    if joined.count(_END_BYTE) >= max(1, len(values)):
        return fold_values([value.replace(_END_BYTE, b" ") for value in values])
    if joined.isascii():
        return _cut(_fold_ascii(joined)) if values else []
    plain = [value for value in values if value.isascii()]
    other = [value for value in values if not value.isascii()]
    ascii_words = iter(fold_values(plain))
    other_words = iter(_cut(_fold_unicode(_END_BYTE.join(other))))
    return [
        next(ascii_words) if value.isascii() else next(other_words) for value in values
    ]


def _cut(folded: bytes) -> list[str]:
    """Cut folded text into the values it was joined of, single blanks in each."""
    tokens = folded.replace(_END_BYTE, b" \x1e ").split()
    return [value.strip(" ") for value in b" ".join(tokens).decode().split(_END)]


def _fold_ascii(data: bytes) -> bytes:
    return _CODE.sub(b" ", data).translate(_ASCII)


def _fold_unicode(data: bytes) -> bytes:
    text = _CODE.sub(b" ", data).decode("utf-8", "replace")
    text = unicodedata.normalize("NFKD", text)
    plain = _BREAKS.sub(" ", _MARKS.sub("", text)).casefold()
    return _UNSPACED.sub(r" \1 ", plain).encode()
