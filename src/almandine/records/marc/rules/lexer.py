"""Cut the text of rules into tokens that know where they stood."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from almandine.records.marc.rules.error import RuleError


class Shape(StrEnum):
    """What a token looks like."""

    TEXT = "text in double quotes"
    OPEN = "("
    CLOSE = ")"
    WORD = "a word"
    END = "the end of the rules"


_TOKEN: Final = re.compile(
    r"""(?P<BLANK>\s+|(?:\#|//)[^\n]*) | (?P<TEXT>"(?:[^"\\\n]|\\[^\n])*")
    | (?P<OPEN>\() | (?P<CLOSE>\)) | (?P<WORD>[^\s()"\#]+)""",
    re.VERBOSE,
)
_CONTROL: Final = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_ESCAPE: Final = re.compile(r'\\(["\\])')


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a rule."""

    shape: Shape
    text: str
    """As written; without the quotes, and `\\"` and `\\\\` undone, where it is TEXT."""
    line: int
    column: int

    def __str__(self) -> str:
        """Return the token as messages name it."""
        return f'"{self.text}"' if self.shape is Shape.TEXT else self.text or self.shape

    def is_word(self, word: str) -> bool:
        """Tell whether this is that keyword, whatever its case."""
        return self.shape is Shape.WORD and self.text.lower() == word.lower()

    def error(self, reason: str) -> RuleError:
        """Return an error that points here."""
        return RuleError(reason, line=self.line, column=self.column)


def tokens_of(text: str) -> list[Token]:
    """Return the tokens in order, ending with `END`; comments are left out.

    Raises:
        RuleError: when a quote is not closed on its line, or holds control characters.
    """
    return [*_scan(text), _token(Shape.END, "", text, len(text))]


def _scan(text: str) -> Iterator[Token]:
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            unclosed = _token(Shape.TEXT, "", text, at)
            raise unclosed.error("this quote is not closed on its line")
        if match.lastgroup != "BLANK":
            yield _checked(_token(Shape[match.lastgroup or ""], match[0], text, at))
        at = match.end()


def _checked(token: Token) -> Token:
    # Delimiters and terminators in a text would break the records it gets into.
    if token.shape is Shape.TEXT and _CONTROL.search(token.text):
        raise token.error("a text cannot hold control characters")
    return token


def _token(shape: Shape, written: str, text: str, at: int) -> Token:
    meant = _ESCAPE.sub(r"\1", written[1:-1]) if shape is Shape.TEXT else written
    line_start = text.rfind("\n", 0, at) + 1
    return Token(shape, meant, text.count("\n", 0, at) + 1, at - line_start + 1)
