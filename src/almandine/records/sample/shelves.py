"""Where the copies of a title stand: what its holdings and items agree on."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from almandine.records.sample.chance import Chance
from almandine.records.sample.places import Place, places_for
from almandine.records.sample.title import Title, title

_COPIES: Final = (*[1] * 17, 2, 2, 3)
_VOLUMES: Final = (2, 2, 3, 3)
_SECOND_LIBRARY: Final = 60
"""Titles of a thousand that stand in two places."""


class Shelf(NamedTuple):
    """One place where a title stands."""

    title: Title
    rank: int
    """Which of the title's shelves this is, from 0."""
    place: Place
    items: int
    """Copies, or volumes of a serial."""


def shelves(seed: int, count: int, first: int) -> Iterator[Shelf]:
    """Yield the shelves of `count` titles, beginning with the `first`-th."""
    for number in range(first, first + count):
        yield from _shelves_of(seed, title(seed, number))


def _shelves_of(seed: int, of: Title) -> Iterator[Shelf]:
    if of.form.electronic:
        return
    chance = Chance(seed, "shelves", of.number)
    items = chance.pick(_VOLUMES if of.form.serial else _COPIES)
    place = chance.pick(places_for(of.form))
    yield Shelf(of, 0, place, items)
    other = chance.pick(places_for(of.form))
    if chance.often(_SECOND_LIBRARY) and other.library != place.library:
        yield Shelf(of, 1, other, 1)
