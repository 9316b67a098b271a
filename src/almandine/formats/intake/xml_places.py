"""Find the `record` elements of a MARCXML document by their tags alone.

The document is not parsed as a whole, so one element that is not well-formed costs
none of the others; each is parsed when it is read. Comments, CDATA and processing
instructions are stepped over. Prefixes are looked up at the record and at the root
element; one that is declared in between, or nowhere, is taken for MARC's.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import SEEK_END
from pathlib import Path
from typing import BinaryIO, Final

from almandine.formats.intake.form import HEAD
from almandine.formats.intake.places import Broken, Placed
from almandine.formats.intake.prolog import (
    MARC_NAMESPACE,
    Root,
    namespaces_in,
    root_of,
)
from almandine.formats.intake.window import Window

MAX_ELEMENT: Final = 1 << 24
"""Bytes of one record."""
MAX_KEPT: Final = 1 << 20
"""Bytes that are kept of what is no record."""
TRUNCATED: Final = "the document ends before its root element does"

# The first line is for speed alone: nearly all tags are of these names.
_TOKEN: Final = re.compile(
    rb"<(?!/?(?:subfield|datafield|controlfield|leader)[ >])"
    rb"(?:(!--|!\[CDATA\[|\?)|(/?)((?:[^\s<>/:!?]{1,64}+:)?record)(?=[\s/>]))"
)
_ENDS: Final[Mapping[bytes, re.Pattern[bytes]]] = {
    b"!--": re.compile(b"-->"),
    b"![CDATA[": re.compile(rb"\]\]>"),
    b"?": re.compile(rb"\?>"),
}
_REST: Final = re.compile(rb"((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>")


def locate_elements(path: Path) -> Iterator[Placed | Broken]:
    """Return the place of each record of a document in UTF-8, in order.

    Raises:
        Unreadable: when the document does not even begin as one.
    """
    with path.open("rb") as stream:
        root = root_of(stream.read(HEAD))
        size = stream.seek(0, SEEK_END)
        is_whole = root.is_closed or _ends_with(stream, root)
        stream.seek(0)
        yield from _Scan(stream, root).places(size, is_whole=is_whole)


def _ends_with(stream: BinaryIO, root: Root) -> bool:
    size = stream.seek(0, SEEK_END)
    stream.seek(max(0, size - HEAD))
    last = re.compile(
        rb".*</%b\s*>\s*(?:<!--[^<>]*-->\s*)?\Z" % re.escape(root.name), re.DOTALL
    )
    return last.match(stream.read()) is not None


@lru_cache(maxsize=64)
def _is_marc(root: Root, name: bytes, rest: bytes) -> bool:
    """Tell whether an element is in MARC's namespace, or in none."""
    prefix = name.rpartition(b":")[0]
    namespaces = dict(root.namespaces) | dict(namespaces_in(rest))
    return namespaces.get(prefix, b"") in {b"", MARC_NAMESPACE}


class _Scan:
    """Where the scan is, and the record whose end tag it looks for."""

    def __init__(self, stream: BinaryIO, root: Root) -> None:
        self._window = Window(stream)
        self._root = root
        self._at = 0
        self._position = 0
        self._begin: int | None = None
        self._name = b""

    def places(self, size: int, *, is_whole: bool) -> Iterator[Placed | Broken]:
        """Scan to the end."""
        while found := self._window.search(_TOKEN, self._at):
            begin, token = found
            self._at = begin + len(token[0])
            if token[1]:
                is_whole &= self._pass(_ENDS[token[1]], size) != b""
            elif token[2]:
                yield from self._end_tag(token[3])
            else:
                yield from self._start_tag(begin, token[3])
        yield from self._unfinished(size)
        if not is_whole:
            yield self._broken(size, size, TRUNCATED)
        elif not self._position and not self._root.name.endswith(b"collection"):
            yield self._broken(0, size, "the document holds no MARC record")

    def _pass(self, pattern: re.Pattern[bytes], otherwise: int) -> bytes:
        """Move behind the next match, or elsewhere when there is none."""
        found = self._window.search(pattern, self._at)
        if found is None:
            self._at = otherwise
            return b""
        self._at = found[0] + len(found[1][0])
        return found[1][0]

    def _end_tag(self, name: bytes) -> Iterator[Placed | Broken]:
        if self._begin is not None and name == self._name:
            self._pass(_REST, self._at)
            yield self._placed(self._begin, self._at)
            self._begin = None

    def _start_tag(self, begin: int, name: bytes) -> Iterator[Placed | Broken]:
        rest = self._pass(_REST, self._at)
        if not _is_marc(self._root, name, rest):
            return
        yield from self._unfinished(begin)
        if rest.endswith(b"/>"):
            yield self._placed(begin, self._at)
        else:
            self._begin, self._name = begin, name

    def _unfinished(self, end: int) -> Iterator[Broken]:
        if self._begin is not None:
            yield self._broken(self._begin, end, "the record has no end tag")
            self._begin = None

    def _placed(self, begin: int, end: int) -> Placed | Broken:
        if end - begin > MAX_ELEMENT:
            return self._broken(begin, end, "the record is longer than 16 MiB")
        self._position += 1
        return Placed(begin, end - begin)

    def _broken(self, begin: int, end: int, because: str) -> Broken:
        self._position += 1
        return Broken(begin, min(end - begin, MAX_KEPT), self._position, because)
