"""How the files of an import are found and read: what its author provides."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """Where the files of an import are."""

    endpoint: str
    """Id of a configured endpoint; `UPLOADS` for what was sent to the service."""
    directory: str = ""
    """Below the endpoint's root."""


UPLOADS = ":uploads"
"""The endpoint of uploaded files; no configured one can be called so."""


@dataclass(frozen=True, slots=True)
class Request:
    """Which files are to be imported."""

    source: Source
    pattern: str = ""
    """Regular expression that the whole of a file's name fits; empty for any."""
    resumes: str = ""
    """Id of the run whose records are meant, those that somebody decided on; then
    no files are taken."""


class Unreadable(Exception):  # noqa: N818 - a fact about the file
    """A file cannot be read; the message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Unsound:
    """Bytes at a record's place that are no record."""

    raw: bytes
    because: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file of records, ready to be read in any order."""

    path: Path
    format: str
    inner: str = ""
    """Its name within the archive that it came in; empty where it came by itself."""


@dataclass(frozen=True, slots=True)
class Intake:
    """How files are read; all its functions raise `Unreadable` for what they refuse."""

    unpack: Callable[[Path, Path], Sequence[Unpacked]]
    """From a file as it came, and an empty directory, to files of records there; one
    that needs no unpacking may be read where it lies."""
    places: Callable[[Unpacked], Iterator[tuple[int, int]]]
    """Offset and length of each record, broken ones too, in order (bytes)."""
    read: Callable[[Unpacked, Sequence[tuple[int, int]]], Sequence[bytes | Unsound]]
    """The records at these places, in this order, as ISO 2709."""
    rejected: Callable[[str, Iterable[bytes]], Iterator[bytes]]
    """A file in a format, of records as they came, in pieces."""
    extension: Callable[[str], str]
    """What the names of files in a format end in, without the dot."""
    report: Callable[[Iterable[Sequence[str]]], bytes]
    """Rows of the report as a piece of a file."""
