# Compiled as it is, where the set-up can: ADR 0033.
"""Which fields an edit took out of a record and put in, bytes against bytes."""

from collections import Counter
from collections.abc import Container, Sequence
from typing import NamedTuple

from almandine.records.marc.charset import charset_of
from almandine.records.marc.layout import Slice
from almandine.records.marc.loops import ends_alike
from almandine.records.marc.structure import slices


class Difference(NamedTuple):
    """The fields between the first and the last one that differ.

    Fields that are in both, between others that changed, are in both lists.
    """

    gone: Sequence[Slice]
    """Of the record as it was."""
    come: Sequence[Slice]
    """Of the record as it is."""

    @property
    def content(self) -> "Difference":
        """The fields that came and went in no order, without those that only moved."""
        if not (self.gone and self.come):
            return self
        gone, come = Counter(self.gone), Counter(self.come)
        return Difference(
            list((gone - come).elements()), list((come - gone).elements())
        )

    def concerns(self, tags: Container[bytes]) -> bool:
        """Say whether fields with these tags changed, moved, came or went."""
        gone = [field for field in self.gone if field[0] in tags]
        return gone != [field for field in self.come if field[0] in tags]


def difference(before: bytes, after: bytes) -> Difference | None:
    """Compare two sound records; None when they are not in one character set.

    Leaders are not compared.
    """
    if charset_of(before) is not charset_of(after):
        return None
    old, new = slices(before), slices(after)
    head, tail = ends_alike(old, new)
    return Difference(old[head : len(old) - tail], new[head : len(new) - tail])
