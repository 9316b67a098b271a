"""mrrc in a process: TASK INPUT, output to standard output."""

import sys
from collections.abc import Iterator
from pathlib import Path

import mrrc

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
OPENING = '<collection xmlns="http://www.loc.gov/MARC21/slim">\n'
MOST_ERRORS = 10_000


def records(path: Path) -> Iterator[mrrc.Record]:
    """Read records, and go on after one that mrrc does not take."""
    reader = iter(mrrc.MARCReader(str(path)))
    for _ in range(MOST_ERRORS):
        try:
            yield from filter(None, reader)
        except mrrc.MrrcException:
            continue
        return


def edit(record: mrrc.Record) -> None:
    """Drop 020, add 980."""
    record.remove_fields("020")
    mark = [mrrc.Subfield("a", "bench")]
    record.add_field(mrrc.Field("980", indicators=[" ", " "], subfields=mark))


def as_xml(record: mrrc.Record) -> str:
    """Return the document of one record."""
    # Its types name the class inside; only the one outside is accepted.
    return mrrc.record_to_xml(record)  # pyright: ignore[reportArgumentType]


def to_xml(path: Path) -> None:
    """Write a document; mrrc makes one of each record."""
    out = sys.stdout
    out.write(DECLARATION + OPENING)
    for record in records(path):
        out.write(as_xml(record).removeprefix(DECLARATION))
    out.write("</collection>\n")


def to_iso(task: str, path: Path) -> None:
    """Write ISO 2709; mrrc reads a whole XML document before its first record."""
    with mrrc.MARCWriter(sys.stdout.buffer) as writer:
        source = (
            mrrc.xml_to_records(path.read_text(encoding="utf-8"))
            if task == "from_xml"
            else records(path)
        )
        for record in source:
            if task == "edit":
                edit(record)
            writer.write(record)


if __name__ == "__main__":
    asked, file = sys.argv[1], Path(sys.argv[2])
    if asked == "to_xml":
        to_xml(file)
    else:
        to_iso(asked, file)
