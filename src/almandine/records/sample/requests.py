"""The requests of the sample: for items that stand in the remote storage."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Final

from almandine.records.item import Item
from almandine.records.request import Request
from almandine.records.sample import ids
from almandine.records.sample.chance import Chance
from almandine.records.sample.items import items
from almandine.records.sample.places import OFFSITE
from almandine.records.sample.users import primary_id

_PLACED_FROM: Final = datetime(2026, 11, 16, 7, 0, tzinfo=UTC)
_MINUTES: Final = 7 * 24 * 60
"""Requests were placed in the week after."""
_LIBRARIES: Final = ("MAIN", "MAIN", "LAW", "MUSIC", "SCIENCE")
_NOTES: Final = ("", "", "", "needed for a seminar", "handle with care", "all volumes")


def requests(seed: int, count: int, *, titles: int, users: int) -> Iterator[Request]:
    """Yield requests that were not sent yet, each for another item.

    Args:
        seed: That of all else.
        count: The most to yield; fewer when fewer items are in remote storage.
        titles: How many titles the sample has.
        users: How many users the sample has, at least 1.
    """
    stored = (
        item
        for item in items(seed, titles)
        if item.location == OFFSITE and not item.process_type
    )
    for number, item in enumerate(islice(stored, count)):
        yield _request(seed, number, item, users)


def _request(seed: int, number: int, item: Item, users: int) -> Request:
    chance = Chance(seed, "request", number)
    return Request(
        request_id=ids.request_id(number),
        request_type="Patron physical item request",
        item=item,
        user_id=primary_id(chance.below(users)),
        pickup_library=chance.pick(_LIBRARIES),
        pickup_desk="DEFAULT_CIRC_DESK",
        placed_at=_PLACED_FROM + timedelta(minutes=chance.below(_MINUTES)),
        note=chance.pick(_NOTES),
    )
