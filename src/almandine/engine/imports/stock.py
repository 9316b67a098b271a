"""What the library has of bibs, as the store tells it."""

from collections.abc import Mapping, Sequence

from almandine.engine.beside import BESIDE, beside
from almandine.engine.ports import Tx
from almandine.records.inventory.stock import Stock


def stock_of(mms_ids: Sequence[str], tx: Tx) -> Mapping[str, Stock]:
    """Return what the library has of each of these bibs, in their order."""
    if not mms_ids:
        return {}
    kinds = [beside(kind, mms_ids, tx) for kind in BESIDE]
    return {
        mms_id: Stock(*(records.get(mms_id, ()) for records in kinds))
        for mms_id in mms_ids
    }
