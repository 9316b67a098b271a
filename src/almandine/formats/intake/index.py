"""Find each record of a file, so that any of them can be read at any time."""

from collections.abc import Iterator
from pathlib import Path

from almandine.formats.intake.form import Format
from almandine.formats.intake.places import Broken, Placed
from almandine.formats.intake.xml_places import locate_elements
from almandine.records.marc import iso2709


def index(path: Path, form: Format) -> Iterator[Placed | Broken]:
    """Return the places of all records in order, memory flat.

    Raises:
        Unreadable: when an XML document has a document type, or is none.
    """
    if form is Format.MARCXML:
        yield from locate_elements(path)
        return
    with path.open("rb") as stream:
        for one in iso2709.locate(stream):
            if isinstance(one, iso2709.Broken):
                yield Broken(one.offset, len(one.raw), one.position, one.reason)
            else:
                yield Placed(*one)
