"""Which bytes of which drafts go to which file: as many records as a file may have."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from sys import maxsize

from almandine.engine.publishing.drafts import Drafts


@dataclass(frozen=True, slots=True)
class Slice:
    """Records of one range that lie beside each other."""

    drafts: Drafts
    start: int
    """Bytes before them."""
    size: int
    """Bytes."""
    records: int


def cut(drafts: Iterable[Drafts], which: str, per_file: int) -> Iterator[list[Slice]]:
    """Yield the slices of each file of one kind, in order; no file is empty.

    Args:
        drafts: Of all ranges.
        which: The kind of file.
        per_file: Most records in one; 0 means all in one.
    """
    most = per_file or maxsize
    room, file = most, list[Slice]()
    for each in drafts:
        start, sizes = 0, iter(each.sizes(which))
        while here := list(islice(sizes, room)):
            file.append(Slice(each, start, sum(here), len(here)))
            start += sum(here)
            room -= len(here)
            if not room:
                yield file
                room, file = most, []
    if file:
        yield file
