"""What a file offers, one record after another."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, Final

from almandine.records.marc.iso2709 import Broken, split
from almandine.records.marc.marcxml_reader import read_marcxml
from almandine.records.marc.oversized import Oversized

_PEEK: Final = 64
_BEFORE_XML: Final = b"\xef\xbb\xbf \t\r\n"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be stored."""

    position: int
    """Which record of the file this is, broken ones counted, from 1."""
    raw: bytes
    """As found."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A record that was not stored."""

    position: int
    reason: str
    raw: bytes
    offset: int | None = None
    """Where it begins in the file, in bytes from 0; None where that is not known."""


def marc_records(stream: BinaryIO) -> Iterator[Candidate | Rejected]:
    """Read ISO 2709 or MARCXML, whichever the file begins with."""
    head = stream.read(_PEEK)
    whole = _Replayed(head, stream)
    is_xml = head.lstrip(_BEFORE_XML).startswith(b"<")
    found = read_marcxml(whole) if is_xml else split(whole)
    for position, one in enumerate(found, start=1):
        if isinstance(one, Broken):
            yield Rejected(position, one.reason, one.raw, one.offset)
        elif isinstance(one, Oversized):
            yield Candidate(position, one.marcxml)
        else:
            yield Candidate(position, one)


class _Replayed(BytesIO):
    """A stream whose beginning was read already and is given once more."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        super().__init__(head)
        self._stream = stream

    def read(self, size: int | None = -1) -> bytes:
        """Return the beginning, then what the stream returns."""
        return super().read(size) or self._stream.read(-1 if size is None else size)
