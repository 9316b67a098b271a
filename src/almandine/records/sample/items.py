"""The items of the sample: copies of books, volumes of serials."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from almandine.records.item import Item
from almandine.records.sample import ids
from almandine.records.sample.chance import Chance
from almandine.records.sample.shelves import Shelf, shelves

_OPENED: Final = datetime(2019, 1, 7, 8, 0, tzinfo=UTC)
_DAYS: Final = 2700
"""Items came in on any of so many days since the catalogue was opened."""
_AWAY: Final = 60
"""Items of a thousand that are not in place."""
_PROCESSES: Final = ("LOAN", "LOAN", "LOAN", "MISSING", "WORK_ORDER_DEPARTMENT")
_POLICIES: Final = ("01", "01", "01", "02", "03")
_NOTES: Final = ("binding worn", "gift of a reader", "check for maps", "former copy 3")


def items(seed: int, count: int, *, first: int = 0) -> Iterator[Item]:
    """Yield the items of `count` titles, beginning with the `first`-th."""
    for shelf in shelves(seed, count, first):
        for copy in range(shelf.items):
            yield _item(seed, shelf, copy)


def _item(seed: int, shelf: Shelf, copy: int) -> Item:
    of = shelf.title
    place = (of.number, shelf.rank, copy)
    chance = Chance(seed, "item", of.number * 100 + shelf.rank * 10 + copy)
    away = chance.often(_AWAY)
    arrived = _OPENED + timedelta(days=chance.below(_DAYS), minutes=chance.below(540))
    return Item(
        pid=ids.item_pid(*place),
        holding_id=ids.holding_id(of.number, shelf.rank),
        mms_id=ids.mms_id(of.number),
        barcode=ids.barcode(*place),
        library=shelf.place.library,
        location=shelf.place.location,
        material_type=of.form.material,
        item_policy=chance.pick(_POLICIES),
        base_status="0" if away else "1",
        process_type=chance.pick(_PROCESSES) if away else "",
        description=f"v.{copy + 1} ({of.year + copy})" if of.form.serial else "",
        details=_details(shelf, copy, arrived, chance),
        created_at=arrived,
        modified_at=arrived + timedelta(days=chance.below(60)),
    )


def _details(
    shelf: Shelf, copy: int, arrived: datetime, chance: Chance
) -> Mapping[str, str]:
    of = shelf.title
    details = {"PIECES": "1", "RECIEVED_DATE": arrived.date().isoformat()}
    if of.form.serial:
        details["ENUMERATIONA"] = str(copy + 1)
        details["CHRONOLOGYI"] = str(of.year + copy)
    else:
        details["COPY_ID"] = str(copy + 1)
    if chance.often(300):
        details["INVENTORY_NUMBER"] = f"{arrived.year}/{chance.between(1, 9999)}"
    if chance.often(80):
        details["INTERNAL_NOTE_1"] = chance.pick(_NOTES)
    return details
