"""Cut the text of a query into tokens that know where they stood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from almandine.records.query.error import QueryError


class Shape(StrEnum):
    """What a token looks like."""

    TEXT = "a value in double quotes"
    OPEN = "("
    CLOSE = ")"
    COLON = ":"
    WORD = "a word"
    END = "end of the query"


_TOKEN: Final = re.compile(
    r"""(?P<TEXT>"(?:[^"\\]|\\.)*") | (?P<OPEN>\() | (?P<CLOSE>\)) | (?P<COLON>:)
    | (?P<WORD>[^\s()":]+) | (?P<BLANK>\s+)""",
    re.VERBOSE | re.DOTALL,
)
_SHOWN: Final = 60
"""Characters of a token that a message repeats."""
_ESCAPE: Final = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a query."""

    shape: Shape
    text: str
    """As meant: without the quotes, and escapes undone."""
    position: int
    """1-based column of its first character."""

    def is_word(self, word: str) -> bool:
        """Tell whether this is that keyword, whatever its case."""
        return self.shape is Shape.WORD and self.text.upper() == word

    def __str__(self) -> str:
        """Return the token as messages name it."""
        if self.shape is Shape.END:
            return Shape.END
        return _shorten(self.text) or '""'


def tokens_of(text: str, *, column: int = 1) -> list[Token]:
    """Return the tokens of a text that starts at a column, ending with `END`.

    Raises:
        QueryError: when a quote is never closed.
    """
    end = Token(Shape.END, "", column + len(text))
    return [*_scan(text, column), end]


def _scan(text: str, column: int) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise QueryError(
                "Unclosed quote", column + at, 'end the value with " (inside it, \\")'
            )
        if match.lastgroup != "BLANK":
            yield _token(match, column + at)
        at = match.end()


def _token(match: re.Match[str], position: int) -> Token:
    shape = Shape[match.lastgroup or ""]
    raw = match[0]
    text = _ESCAPE.sub(r"\1", raw[1:-1]) if shape is Shape.TEXT else raw
    return Token(shape, text, position)


def _shorten(text: str) -> str:
    """Return the text, cut off where it would swamp a message."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def quoted(text: str) -> str:
    """Return the text as a value that reads back as itself."""
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'
