"""Whether records came out as they went in, told from short digests of them."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

RECORD_END: Final = b"\x1d"
_LEADER_TAG: Final = b"leader>"
"""Occurs twice in the XML of a record, whatever its prefix."""
_READ: Final = 1 << 22

ENOUGH: Final = 0.9
"""Share of the records that a peer must have written for its rate to count."""


def digest(raw: bytes) -> bytes:
    """Return what stands for a record."""
    return hashlib.blake2b(raw, digest_size=12).digest()


def records_in(path: Path) -> Counter[bytes]:
    """Return the digests of what lies between record terminators."""
    return Counter(
        digest(record + RECORD_END)
        for chunk in _chunks(path, RECORD_END)
        for record in chunk.split(RECORD_END)
    )


def count(path: Path, *, is_xml: bool) -> int:
    """Count the records in a file."""
    if is_xml:
        # Cut at tags, so that no cut divides what is counted.
        ends = sum(chunk.count(_LEADER_TAG) for chunk in _chunks(path, b"<"))
        return ends // 2
    return sum(chunk.count(RECORD_END) + 1 for chunk in _chunks(path, RECORD_END))


def _chunks(path: Path, end: bytes) -> Iterator[bytes]:
    """Read a file in pieces that each end before an `end`; memory stays flat."""
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(_READ):
            whole, found, tail = (rest + chunk).rpartition(end)
            if found:
                yield whole
            rest = tail if found else rest + chunk
