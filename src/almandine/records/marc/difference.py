"""Which fields an edit took out of a record and put in, bytes against bytes."""

from typing import NamedTuple

from almandine.records.marc.charset import charset_of
from almandine.records.marc.structure import slices

Slice = tuple[bytes, bytes]
"""Tag and body of one field, as stored."""


class Difference(NamedTuple):
    """The fields between the first and the last one that differ.

    Fields that are in both, between others that changed, are in both lists.
    """

    gone: list[Slice]
    """Of the record as it was."""
    come: list[Slice]
    """Of the record as it is."""

    @property
    def tags(self) -> set[bytes]:
        """The tags of all fields that changed, moved, came or went."""
        return {tag for tag, _ in self.gone} | {tag for tag, _ in self.come}


def difference(before: bytes, after: bytes) -> Difference | None:
    """Compare two sound records; None when they are not in one character set.

    Leaders are not compared.
    """
    if charset_of(before) is not charset_of(after):
        return None
    old, new = slices(before), slices(after)
    shorter = min(len(old), len(new))
    head = 0
    while head < shorter and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < shorter - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return Difference(old[head : len(old) - tail], new[head : len(new) - tail])
