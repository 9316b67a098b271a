"""What the library has of bibs, as the store tells it."""

from collections.abc import Mapping, Sequence
from typing import Any

from almandine.engine.ports import Tx
from almandine.records.inventory.stock import Stock
from almandine.records.kind import Kind


def stock_of(mms_ids: Sequence[str], tx: Tx) -> Mapping[str, Stock]:
    """Return what the library has of each of these bibs, in their order."""
    if not mms_ids:
        return {}
    beside = [
        _by_bib(tx.records.of_bibs(kind, mms_ids))
        for kind in (Kind.HOLDING, Kind.ITEM, Kind.PORTFOLIO)
    ]
    return {
        mms_id: Stock(*(records.get(mms_id, ()) for records in beside))
        for mms_id in mms_ids
    }


def _by_bib(records: Sequence[Any]) -> Mapping[str, Sequence[Any]]:
    found: dict[str, list[Any]] = {}
    for record in records:
        found.setdefault(record.mms_id, []).append(record)
    return found
