# pyright: basic
"""pymarc in a process: TASK INPUT, output to standard output."""

import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from pymarc import (
    Field,
    Indicators,
    MARCReader,
    MARCWriter,
    Record,
    Subfield,
    XMLWriter,
    map_xml,
)

Writer = MARCWriter | XMLWriter


def records(source: BinaryIO) -> Iterator[Record]:
    """Read as its manual does; the reader yields None for what it cannot."""
    return (record for record in MARCReader(source) if record is not None)


def write(writer: Writer, record: Record) -> None:
    """Write a record, unless pymarc cannot."""
    with suppress(Exception):
        writer.write(record)


def edit(record: Record) -> None:
    """Drop 020, add 980."""
    record.remove_fields("020")
    mark = [Subfield("a", "bench")]
    record.add_field(Field("980", indicators=Indicators(" ", " "), subfields=mark))


def do(task: str, source: BinaryIO) -> None:
    """Carry out a task."""
    out = sys.stdout.buffer
    writer = XMLWriter(out) if task == "to_xml" else MARCWriter(out)
    if task == "from_xml":
        map_xml(lambda record: write(writer, record), source)
    else:
        for record in records(source):
            if task == "edit":
                edit(record)
            write(writer, record)
    writer.close(close_fh=False)


if __name__ == "__main__":
    with open(sys.argv[2], "rb") as opened:  # noqa: PTH123 - as its peers do
        do(sys.argv[1], opened)
