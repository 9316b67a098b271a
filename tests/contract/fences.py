"""Fenced blocks of Markdown, and what can be checked of each language."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import fromstring

_FENCE: Final = re.compile(
    r"^```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block."""

    file: Path
    line: int
    """Of its first fence, counted from 1."""
    language: str
    text: str


def fences_of(file: Path) -> Iterator[Fence]:
    """Yield the fenced blocks of a Markdown file."""
    text = file.read_text(encoding="utf-8")
    for match in _FENCE.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Fence(file, line, match["language"], match["text"])


def _compiled(text: str) -> None:
    compile(text, "<documentation>", "exec")


def _read_xml(text: str) -> None:
    # A parser of str minds a declaration of an encoding.
    fromstring(text.encode())  # noqa: S314 - our own documentation


CHECKS: Final[Mapping[str, Callable[[str], object]]] = {
    "json": json.loads,
    "python": _compiled,
    "toml": tomllib.loads,
    "xml": _read_xml,
}
"""What reads a block of each language; it raises where the block is broken."""
