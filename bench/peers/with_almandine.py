"""Almandine's codec, alone in a process: TASK INPUT, output to standard output."""

import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, Final

from almandine.records.marc.edits import append, remove
from almandine.records.marc.fields import data_field
from almandine.records.marc.iso2709 import split
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from almandine.records.marc.marcxml_reader import read_marcxml

CHUNK: Final = 1000
MARK: Final = data_field("980", "  ", [("a", "bench")])


def sound(found: Iterable[object]) -> Iterator[bytes]:
    """Leave out what is broken or too long for ISO 2709."""
    return (one for one in found if isinstance(one, bytes))


def written(records: Iterable[bytes]) -> Iterator[bytes]:
    """Join records to larger writes."""
    rest = iter(records)
    while chunk := list(islice(rest, CHUNK)):
        yield b"".join(chunk)


def as_xml(records: Iterator[bytes]) -> Iterator[bytes]:
    """Write a MARCXML document."""
    yield HEADER
    while chunk := list(islice(records, CHUNK)):
        yield to_marcxml(chunk).text
    yield FOOTER


def edited(raw: bytes) -> bytes:
    """Drop 020, add 980."""
    return append(remove(raw, "020"), MARK)


def done(task: str, source: BinaryIO) -> Iterator[bytes]:
    """Yield the output of a task."""
    if task == "from_xml":
        return written(sound(read_marcxml(source)))
    records = sound(split(source))
    if task == "to_xml":
        return as_xml(records)
    return written(records if task == "copy" else map(edited, records))


if __name__ == "__main__":
    with open(sys.argv[2], "rb") as opened:  # noqa: PTH123 - as its peers do
        sys.stdout.buffer.writelines(done(sys.argv[1], opened))
