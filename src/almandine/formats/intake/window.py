"""A file seen through a window that moves on; memory stays flat."""

import re
from typing import BinaryIO, Final

CHUNK: Final = 1 << 20
KEEP: Final = 1 << 16
"""Bytes; what is searched for is never longer."""


class Window:
    """Some bytes of a file, and where they are in it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._bytes = b""
        self._offset = 0
        self._is_last = False
        self._sure = 0
        """Up to where a match is what the whole file would give (in the window)."""

    def search(
        self, pattern: re.Pattern[bytes], begin: int
    ) -> tuple[int, re.Match[bytes]] | None:
        """Find the next match at or behind an offset, and tell its offset.

        What lies before is forgotten: the next search must not begin earlier.
        """
        while True:
            match = pattern.search(self._bytes, begin - self._offset)
            if match and match.start() < self._sure:
                return self._offset + match.start(), match
            if self._is_last:
                return None
            first = match.start() if match else max(begin - self._offset, self._sure)
            self._move(first)
            begin = max(begin, self._offset)

    def _move(self, first: int) -> None:
        chunk = self._stream.read(CHUNK)
        self._is_last = not chunk
        first = min(first, len(self._bytes))
        self._bytes = self._bytes[first:] + chunk
        self._offset += first
        kept = len(self._bytes)
        self._sure = kept if self._is_last else max(kept - KEEP, 0)
