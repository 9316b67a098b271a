"""A few records of the sample institution, as files for `almandine load`."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from almandine.records.item import Item
from almandine.records.request import Request
from almandine.records.sample import bibs, holdings, items, requests

SEED: Final = 1
ALL_BIBS: Final = "9590000000010101"
"""Id of the sample's set of all titles."""
ALL_ITEMS: Final = "9590000000050101"
"""Id of the sample's set of all items."""


def write_bibs(file: Path, count: int) -> Path:
    """Write so many bibs to a file of ISO 2709."""
    file.write_bytes(b"".join(one.marc for one in bibs(SEED, count)))
    return file


def write_holdings(file: Path, titles: int) -> Path:
    """Write the holdings of so many titles to a file of ISO 2709."""
    file.write_bytes(b"".join(one.marc for one in holdings(SEED, titles)))
    return file


def write_items(file: Path, titles: int) -> Path:
    """Write the items of so many titles to a CSV file."""
    return _write(file, map(_item_row, items(SEED, titles)))


def first_requests(titles: int, count: int) -> Sequence[Request]:
    """Return so many requests for items of so many titles."""
    found = list(requests(SEED, count, titles=titles, users=10))
    assert len(found) == count
    return found


def write_requests(file: Path, placed: Iterable[Request]) -> Path:
    """Write requests to a CSV file."""
    return _write(file, map(_request_row, placed))


def _item_row(one: Item) -> Mapping[str, str]:
    return {
        "pid": one.pid,
        "holding_id": one.holding_id,
        "barcode": one.barcode,
        "library": one.library,
        "location": one.location,
        "material_type": one.material_type,
    }


def _request_row(one: Request) -> Mapping[str, str]:
    return {
        "request_id": one.request_id,
        "request_type": one.request_type,
        "barcode": one.item.barcode,
        "user_id": one.user_id,
        "pickup_library": one.pickup_library,
        "pickup_desk": one.pickup_desk,
        "placed_at": one.placed_at.isoformat(),
        "note": one.note,
    }


def _write(file: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    first, *others = rows
    with file.open("w", encoding="utf-8", newline="") as table:
        writer = csv.DictWriter(table, first)
        writer.writeheader()
        writer.writerows([first, *others])
    return file
