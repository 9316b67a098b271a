"""What becomes of a bib that is there already."""

from typing import Final, NamedTuple

from almandine.records.bib import Bib
from almandine.records.marc.difference import Difference, difference
from almandine.records.marc.keys import KEY_TAGS
from almandine.records.marc.summary import SUMMARY_TAGS
from almandine.store.records.bib_rows import is_iso2709

_TELLING: Final = KEY_TAGS | SUMMARY_TAGS
"""Fields that headings, numbers and keys come from."""
_TELLING_LEADER: Final = slice(5, 9)


class Edit(NamedTuple):
    """New bytes for a bib."""

    bib: Bib
    """As it is to be."""
    before: bytes
    fields: Difference | None
    """None when the record has to be looked at as a whole."""
    tells_the_same: bool = False
    """Whether headings, numbers and keys stay what they were."""
    keeps_keys: bool = False
    """Whether the keys do, whatever becomes of headings."""


def edit_of(bib: Bib, before: bytes) -> Edit:
    """Compare a bib with the bytes that are stored."""
    comparable = is_iso2709(before) and is_iso2709(bib.marc)
    fields = difference(before, bib.marc) if comparable else None
    if fields is None:
        return Edit(bib, before, None)
    tells = fields.concerns(_TELLING)
    return Edit(
        bib,
        before,
        fields,
        tells_the_same=not tells
        and before[_TELLING_LEADER] == bib.marc[_TELLING_LEADER],
        keeps_keys=not tells or not fields.concerns(KEY_TAGS),
    )
