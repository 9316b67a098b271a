"""The bibs of the sample, as bytes of ISO 2709 in UTF-8."""

from collections.abc import Iterator
from typing import Final

from almandine.records.bib import Bib
from almandine.records.marc.edits import assemble
from almandine.records.sample import ids
from almandine.records.sample.chance import Chance
from almandine.records.sample.fields.description import (
    extent,
    imprint,
    main_entry,
    series_statement,
    titles,
)
from almandine.records.sample.fields.headings import added_entries, links, subjects
from almandine.records.sample.fields.local import local_fields
from almandine.records.sample.fields.notes import notes
from almandine.records.sample.fields.numbers import (
    control_fields,
    origins,
    standard_numbers,
)
from almandine.records.sample.fields.order import as_found
from almandine.records.sample.fields.original import originals
from almandine.records.sample.title import Title, title

_LEADER: Final = b"00000n%b a2200000 i 4500"
_BRIEF_LEADER: Final = b"00000n%b a22000003i 4500"

COLLECTIONS: Final = (ids.collection_id(1), ids.collection_id(2))
"""Ids of the institution's collections."""


def bibs(seed: int, count: int, *, first: int = 0) -> Iterator[Bib]:
    """Yield `count` bibs, beginning with the `first`-th; none depends on another."""
    for number in range(first, first + count):
        yield _bib(seed, title(seed, number))


def _bib(seed: int, of: Title) -> Bib:
    mms_id = ids.mms_id(of.number)
    return Bib(
        mms_id=mms_id,
        marc=marc(of, Chance(seed, "bib", of.number), mms_id.encode()),
        suppressed=of.suppressed,
        # Two titles of fifty belong to a collection, and one of the two to both.
        collections=COLLECTIONS[: max(0, of.number % 50 - 47)],
    )


def marc(of: Title, chance: Chance, control_number: bytes) -> bytes:
    """Catalogue a title."""
    fields = [
        *control_fields(of, control_number, chance),
        *standard_numbers(of, chance),
        *origins(of, chance),
        *main_entry(of, chance),
        *titles(of, chance),
        *imprint(of, chance),
        *extent(of, chance),
        *series_statement(of),
        *notes(of, chance),
        *subjects(of, chance),
        *added_entries(of, chance),
        *links(of, chance),
        *originals(of),
        *local_fields(of, chance),
    ]
    leader = _BRIEF_LEADER if of.brief else _LEADER
    return assemble(leader % of.form.leader, as_found(fields, chance))
