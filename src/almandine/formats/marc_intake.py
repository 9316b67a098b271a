"""How imports read files of MARC records, and write those that they reject."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from almandine.engine.imports import intake as engine
from almandine.formats import intake
from almandine.formats.csv import csv_line
from almandine.formats.intake import Format
from almandine.records.marc.fields import Record


def unpack(source: Path, into: Path) -> Sequence[engine.Unpacked]:
    """Find the records of a file; what has to be unpacked goes into a directory.

    Raises:
        Unreadable: for what cannot be taken; the directory is then empty again.
    """
    try:
        found = intake.unpack(source, into)
    except intake.Unreadable as wrong:
        raise engine.Unreadable(str(wrong)) from wrong
    by_itself = len(found) == 1 and found[0].name == source.name
    return [
        engine.Unpacked(one.path, one.format, "" if by_itself else one.name)
        for one in found
    ]


def places(file: engine.Unpacked) -> Iterator[tuple[int, int]]:
    """Yield offset and length of each record, broken ones too, in order (bytes).

    Raises:
        Unreadable: when an XML document has a document type, or is none.
    """
    try:
        for one in intake.index(file.path, Format(file.format)):
            yield one.offset, one.length
    except intake.Unreadable as wrong:
        raise engine.Unreadable(str(wrong)) from wrong


def read(
    file: engine.Unpacked, where: Sequence[tuple[int, int]]
) -> Sequence[bytes | engine.Unsound]:
    """Return the records at these places, in this order, as ISO 2709."""
    found = intake.read(file.path, Format(file.format), where)
    return [
        engine.Unsound(one.raw, one.because) if isinstance(one, intake.Unsound) else one
        for one in found
    ]


def rejected(form: str, records: Iterable[bytes]) -> Iterator[bytes]:
    """Write a file of records as they came, in pieces."""
    return intake.rejected(Format(form), records)


def extension(form: str) -> str:
    """Return what the names of files in a format end in."""
    return Format(form).extension


def report(rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows of the report."""
    return b"".join(map(csv_line, rows))


def number_of(raw: bytes) -> str:
    """Return the 001 of a record; empty where it has none."""
    return Record(raw).control("001") or ""


MARC_INTAKE: Final = engine.Intake(
    unpack=unpack,
    places=places,
    read=read,
    rejected=rejected,
    extension=extension,
    report=report,
)
