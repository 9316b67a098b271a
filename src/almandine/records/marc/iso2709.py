"""Cut a stream of ISO 2709 into records, and go on after a broken one.

A record counts when its own leader and directory account for every byte of it; the
bytes are handed on as they are. Anything else is set aside with its place and the
reason, and reading resumes behind the next record terminator. Three cases need more
than cutting at terminators:

- A sound record that holds a terminator inside a field is longer than the cut; the
  length in its leader says where it really ends.
- A record without a terminator runs into the next one. When the tail of the cut is a
  sound record, the tail is accepted and what precedes it is set aside.
- Line ends, blanks, NUL, SUB and a byte order mark between records belong to no record
  and are skipped.
"""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from almandine.records.marc.layout import MAX_RECORD, RECORD_END
from almandine.records.marc.structure import fault, is_regular

CHUNK: Final = 1 << 20
"""Bytes per read, and the most that is kept while no terminator comes."""

_FILLER: Final = re.compile(rb"(?:[\r\n \x00\x1a]|\xef\xbb\xbf)+")
_LENGTH: Final = re.compile(rb"(?=(\d{5}))")


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that are no record."""

    position: int
    """Which record of the file this is, broken ones counted, from 1."""
    offset: int
    """Where it begins in the file, in bytes from 0."""
    raw: bytes
    """As found, terminator included when there is one."""
    reason: str


def split(stream: BinaryIO) -> Iterator[bytes | Broken]:
    """Read records until the stream ends, in order; never raises for their content."""
    yield from _cut(stream, _Cutter(is_regular))


def locate(stream: BinaryIO) -> Iterator[tuple[int, int] | Broken]:
    """Return offset and length (bytes) of each record, several times as fast.

    The cuts are those of `split`, but a record that ends where its leader says is not
    looked into: whoever reads it later has to ask for its `fault`.
    """
    cutter = _Cutter(_ends_as_it_says)
    for one in _cut(stream, cutter):
        if isinstance(one, Broken):
            yield one
        else:
            yield cutter.offset - len(one), len(one)


def _cut(stream: BinaryIO, cutter: "_Cutter") -> Iterator[bytes | Broken]:
    while chunk := stream.read(CHUNK):
        yield from cutter.feed(chunk)
    yield from cutter.close()


class _Cutter:
    """The bytes not yet handed on, and where in the file they begin."""

    def __init__(self, is_evident: Callable[[bytes], bool]) -> None:
        self._is_evident = is_evident
        """Says of bytes up to a terminator that they need no examination."""
        self._pending = b""
        self.offset = 0
        self._position = 0

    def feed(self, chunk: bytes) -> Iterator[bytes | Broken]:
        """Cut what can be decided now."""
        yield from self._cut(self._pending + chunk, at_end=False)
        if len(self._pending) >= CHUNK:
            yield self._set_aside(self._pending, "no record terminator within 1 MiB")
            self._pending = b""

    def close(self) -> Iterator[bytes | Broken]:
        """Cut what is left."""
        yield from self._cut(self._pending, at_end=True)
        begin = _skip_filler(self._pending, 0)
        self.offset += begin
        if rest := self._pending[begin:]:
            yield self._set_aside(rest, "no record terminator")

    def _cut(self, window: bytes, *, at_end: bool) -> Iterator[bytes | Broken]:
        begin = 0
        while end := window.find(RECORD_END, begin) + 1:
            raw = window[begin:end]
            if self._is_evident(raw):
                yield self._accept(raw)
            elif at_end or len(window) - begin >= MAX_RECORD:
                end = yield from self._examine(window, begin, end)
            else:
                break
            begin = end
        self._pending = window[begin:]

    def _examine(
        self, window: bytes, begin: int, end: int
    ) -> Generator[bytes | Broken, None, int]:
        """Judge an odd cut at leisure; return where the next one begins."""
        first = _skip_filler(window, begin)
        self.offset += first - begin
        whole = _as_long_as_it_says(window, first)
        if fault(whole) is None:
            yield self._accept(whole)
            return first + len(whole)
        raw = window[first:end]
        tail = _sound_tail(raw)
        if tail < len(raw):
            yield self._set_aside(raw[:tail], "no record terminator")
            yield self._accept(raw[tail:])
        else:
            yield self._set_aside(raw, fault(raw) or "")
        return end

    def _accept(self, raw: bytes) -> bytes:
        self._position += 1
        self.offset += len(raw)
        return raw

    def _set_aside(self, raw: bytes, reason: str) -> Broken:
        broken = Broken(self._position + 1, self.offset, raw, reason)
        self._accept(raw)
        return broken


def _ends_as_it_says(raw: bytes) -> bool:
    return raw[:5].isdigit() and int(raw[:5]) == len(raw)


def _skip_filler(window: bytes, begin: int) -> int:
    match = _FILLER.match(window, begin)
    return match.end() if match else begin


def _as_long_as_it_says(window: bytes, begin: int) -> bytes:
    length = window[begin : begin + 5]
    return window[begin : begin + int(length)] if length.isdigit() else b""


def _sound_tail(raw: bytes) -> int:
    """Return where a sound record begins that reaches to the end, or the end."""
    for match in _LENGTH.finditer(raw, max(1, len(raw) - MAX_RECORD)):
        begin = match.start()
        if int(match[1]) == len(raw) - begin and fault(raw[begin:]) is None:
            return begin
    return len(raw)
