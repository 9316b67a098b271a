# Compiled as it is, where the set-up can: ADR 0033.
"""How text is spelled where it is searched by words.

Letters without case and accents, digits, and one blank between words; each value
stands between line marks. So every question is one LIKE, the same on all databases:
`% word %` for a word, `% two words %` for a phrase, and marks for whole values and
their beginnings. Characters of scripts that put no blanks between words are words.
A scan of all values is the price; an index of words can replace the columns without
a change to what is asked.
"""

import re
import unicodedata
from bisect import insort
from collections.abc import Iterable
from typing import Final

from almandine.records.marc.layout import FIELD_END
from almandine.records.marc.loops import Folding

LINE: Final = "\n"
"""Stands between blanks before, between and after values; sorts before words."""

_END: Final = FIELD_END.decode()
_MARKS: Final = re.compile("[\u02b0-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\ufe20-\ufe2f]+")
_BREAKS: Final = re.compile(rf"[^\w{_END}]+|_+")
_UNSPACED: Final = re.compile(
    "([\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])"
)


def words_of(text: str) -> str:
    """Return the words of a text, one blank between them."""
    return FOLDING.words([text.encode("utf-8", "replace")])[0]


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


def fold(text: str) -> str:
    """Spell text without case, accents and marks; blanks are not yet single."""
    text = unicodedata.normalize("NFKD", text)
    plain = _BREAKS.sub(" ", _MARKS.sub("", text)).casefold()
    return " ".join(_UNSPACED.split(plain))


FOLDING: Final = Folding(fold)
"""From UTF-8, which may hold subfields, to words."""
