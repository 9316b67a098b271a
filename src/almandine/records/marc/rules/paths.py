"""Read `TAG.{i1,i2}.code.value`, and the patterns that values are."""

import re
from dataclasses import dataclass
from typing import Final

from almandine.records.marc.rules.lexer import Token
from almandine.records.marc.rules.tree import Path

_PATH: Final = re.compile(
    r"(?P<tag>LDR|[0-9A-Za-z]{3})(?:\.\{(?P<pair>[^{}]*)\})?(?:\.(?P<rest>.+))?",
    re.DOTALL,
)
_REST: Final = re.compile(r"(?P<code>[!-~])(?:\.(?P<value>.*))?", re.DOTALL)
_PAIR: Final = re.compile(r"(?P<first>[^,]+),(?P<second>[^,]+)")
_VALUE: Final = re.compile(r"(\*)?((?:[^\\]|\\.|\\\Z)*?)(\*)?", re.DOTALL)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)


def path_of(token: Token) -> Path:
    """Read a path.

    Raises:
        RuleError: when the text is none.
    """
    match = _PATH.fullmatch(token.text)
    if match is None:
        raise token.error(f"{token} is no path: TAG.{{i1,i2}}.code.value was expected")
    pair = None if match["pair"] is None else _pair_of(token, match["pair"])
    bare = Path(match["tag"], pair, "", None, token)
    rest: str | None = match["rest"]
    if rest is None:
        return bare
    if bare.is_control:
        return Path(bare.tag, pair, "", rest, token)
    parts = _REST.fullmatch(rest)
    if parts is None:
        raise token.error(f"{token}: a subfield code is one character")
    return Path(bare.tag, pair, parts["code"], parts["value"], token)


def _pair_of(token: Token, text: str) -> tuple[str, str]:
    match = _PAIR.fullmatch(text)
    if match is None:
        raise token.error(f"{token}: two values with a comma belong between the braces")
    return match["first"].strip(), match["second"].strip()


@dataclass(frozen=True, slots=True)
class Pattern:
    """A value with its wildcards read."""

    text: bytes
    open_start: bool
    open_end: bool

    @property
    def is_open(self) -> bool:
        """Whether there is a wildcard."""
        return self.open_start or self.open_end

    def fits(self, data: bytes) -> bool:
        """Say whether the whole of `data` is what the pattern describes."""
        if self.open_start and self.open_end:
            return self.text in data
        if self.open_start:
            return data.endswith(self.text)
        return data.startswith(self.text) if self.open_end else data == self.text


ANYTHING: Final = Pattern(b"", open_start=True, open_end=True)


def pattern_of(value: str | None) -> Pattern:
    """Return the pattern that a path's value is; None fits anything."""
    match = _VALUE.fullmatch(value) if value is not None else None
    if match is None:
        return ANYTHING
    return Pattern(literal(match[2]), bool(match[1]), bool(match[3]))


def literal(value: str) -> bytes:
    """Return a path's value as it is to stand in a record, escapes undone."""
    return _ESCAPE.sub(r"\1", value).encode()
