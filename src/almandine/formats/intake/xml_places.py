"""Find the `record` elements of a MARCXML document by their tags alone.

The document is not parsed as a whole, so one element that is not well-formed costs
none of the others; each is parsed when it is read. Comments, CDATA and processing
instructions are stepped over. Of what is around the records, such as an envelope of
OAI, the tags are followed for the namespaces that they declare; within a record only
its end is looked for.
"""

import re
from collections import deque
from collections.abc import Iterator
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from almandine.formats.intake.form import HEAD
from almandine.formats.intake.open_elements import OpenElements
from almandine.formats.intake.places import Broken, Placed
from almandine.formats.intake.prolog import (
    MARC_NAMESPACE,
    Root,
    is_of_marc,
    local,
    root_of,
)
from almandine.formats.intake.tags import ANY_TAG, ENDS, REST, tag_in_record
from almandine.formats.intake.window import Window

MAX_ELEMENT: Final = 1 << 24
"""Bytes of one record."""
MAX_KEPT: Final = 1 << 20
"""Bytes that are kept of what is no record."""
MAX_SHOWN: Final = 200
"""Characters of a namespace."""
TRUNCATED: Final = "the document ends before its root element does"
NO_RECORD: Final = "no record in MARC's namespace"


def locate_elements(path: Path) -> Iterator[Placed | Broken]:
    """Return the place of each record of a document in UTF-8, in order.

    Raises:
        Unreadable: when the document does not even begin as one.
    """
    with path.open("rb") as stream:
        root = root_of(stream.read(HEAD))
        size = stream.seek(0, SEEK_END)
        stream.seek(0)
        yield from _Scan(stream, root).places(size)


def why_none(document: bytes, root: Root) -> str:
    """Say why a document is set aside as a whole; its beginning is enough.

    Args:
        document: As much as is kept of it.
        root: Its root element.
    """
    scan = _Scan(BytesIO(document), root)
    deque(scan.places(len(document)), maxlen=0)
    return _in_namespace(scan.elsewhere) if scan.elsewhere else NO_RECORD


def _in_namespace(namespace: bytes) -> str:
    shown = namespace.decode("utf-8", "replace")[:MAX_SHOWN]
    return (
        f"records in the namespace {shown}, not in MARC's ({MARC_NAMESPACE.decode()})"
    )


class _Scan:
    """Where the scan is, and the record whose end tag it looks for."""

    def __init__(self, stream: BinaryIO, root: Root) -> None:
        self._window = Window(stream)
        self._root = root
        self._around = OpenElements()
        self._at = 0
        self._position = 0
        self._begin: int | None = None
        self._name = b""
        self._tag_in_record = tag_in_record(root)
        self._has_others = False
        self.elsewhere = b""
        """The namespace of a record that would be one if it were in MARC's."""

    def places(self, size: int) -> Iterator[Placed | Broken]:
        """Scan to the end."""
        while found := self._next_tag():
            offset, tag = found
            self._at = offset + len(tag[0])
            passed, end, name, bare = tag.group("passed", "end", "name", "bare")
            if passed:
                self._pass(ENDS[passed], size)
                continue
            begin = offset + tag.start("end") - tag.start() - 1
            rest = bare or self._pass(REST, self._at)
            if end:
                yield from self._end_tag(begin, name)
            else:
                yield from self._start_tag(begin, name, rest)
        yield from self._unfinished(size)
        if self._around:
            yield self._broken(size, size, TRUNCATED)
        if self.elsewhere:
            yield self._broken(0, size, _in_namespace(self.elsewhere))
        elif not (self._position or self._is_empty_collection):
            yield self._broken(0, size, "the document holds no MARC record")

    @property
    def _is_empty_collection(self) -> bool:
        return self._root.is_collection and not self._has_others

    def _next_tag(self) -> tuple[int, re.Match[bytes]] | None:
        """Find a tag, or the beginning of what is passed over."""
        pattern = ANY_TAG if self._begin is None else self._tag_in_record
        return self._window.search(pattern, self._at)

    def _pass(self, pattern: re.Pattern[bytes], otherwise: int) -> bytes:
        """Move behind the next match, or elsewhere when there is none."""
        found = self._window.search(pattern, self._at)
        if found is None:
            self._at = otherwise
            return b""
        self._at = found[0] + len(found[1][0])
        return found[1][0]

    def _end_tag(self, begin: int, name: bytes) -> Iterator[Placed | Broken]:
        if self._begin is not None and name == self._name:
            yield self._placed(self._begin, self._at)
            self._begin = None
        elif self._begin is None or name == self._root.name:
            yield from self._unfinished(begin)
            self._around.leave(name)

    def _start_tag(
        self, begin: int, name: bytes, rest: bytes
    ) -> Iterator[Placed | Broken]:
        is_empty = rest.endswith(b"/>")
        if self._is_marc_record(name, rest):
            yield from self._unfinished(begin)
            if is_empty:
                yield self._placed(begin, self._at)
            else:
                self._begin, self._name = begin, name
        elif self._begin is None:
            self._note(name)
            if not is_empty:
                self._around.enter(name, rest)

    def _is_marc_record(self, name: bytes, attributes: bytes) -> bool:
        """Tell whether an element is a record in MARC's namespace, or in none."""
        return local(name) == b"record" and is_of_marc(
            self._around.namespace_of(name, attributes)
        )

    def _note(self, name: bytes) -> None:
        """Note what is no record of MARC's, and whether it was perhaps meant to be.

        An envelope of OAI is called `record`, too; only MARC's have a leader.
        """
        kind = local(name)
        if kind == b"record":
            self._has_others = True
        elif kind == b"leader" and local(self._around.innermost) == b"record":
            namespace = self._around.namespace_of(self._around.innermost, b"")
            self.elsewhere = self.elsewhere or namespace

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
