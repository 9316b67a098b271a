"""Which fields an edit took out of a record and put in, bytes against bytes."""

from collections import Counter
from collections.abc import Container, Sequence
from itertools import compress, count
from operator import ne
from typing import NamedTuple

from almandine.records.marc.charset import charset_of
from almandine.records.marc.structure import Slice, slices


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
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    return Difference(old[head : len(old) - tail], new[head : len(new) - tail])


def _alike(some: Sequence[Slice], others: Sequence[Slice]) -> int:
    """Return how many fields at the beginning are the same."""
    differs = map(ne, some, others)
    return next(compress(count(), differs), min(len(some), len(others)))
