"""Stores the inventory that new records bring along, a chunk's at once."""

from collections.abc import Iterable, Sequence

from almandine.engine.imports.step import Step
from almandine.engine.ports import Tx
from almandine.records.importing.inventory import Drafts
from almandine.records.inventory.electronic import portfolio_of
from almandine.records.inventory.records import holding_of, item_of
from almandine.records.kind import Kind


def with_free_barcodes(steps: Sequence[Step], tx: Tx) -> Sequence[Step]:
    """Return the steps without items whose barcode another item has; that is told."""
    asked = [
        barcode for step in steps if step.drafts for barcode in step.drafts[1].barcodes
    ]
    if not asked:
        return steps
    taken = set(tx.sets.identify("ITEM", "BARCODE", asked))
    free: list[Step] = []
    for step in steps:
        if step.drafts is None:
            free.append(step)
            continue
        drafts = step.drafts[1]
        free.append(step.with_drafts(drafts.without(taken)))
        taken.update(drafts.barcodes)
    return free


def store_inventory(made: Iterable[tuple[str, Drafts]], tx: Tx) -> None:
    """Give drafts their ids, and store them.

    Args:
        made: Ids of bibs, each with what it brings along.
        tx: The chunk's transaction.
    """
    pairs = list(made)
    shelves = [(mms_id, one) for mms_id, each in pairs for one in each.holdings]
    holding_ids = tx.ids.next(Kind.HOLDING, len(shelves))
    holdings = [
        holding_of(draft.shelf, holding_id=holding_id, mms_id=mms_id)
        for (mms_id, draft), holding_id in zip(shelves, holding_ids, strict=True)
    ]
    copies = [
        (item, holding)
        for (_, draft), holding in zip(shelves, holdings, strict=True)
        for item in draft.items
    ]
    pids = tx.ids.next(Kind.ITEM, len(copies))
    items = [
        item_of(draft, pid=pid, holding=holding)
        for (draft, holding), pid in zip(copies, pids, strict=True)
    ]
    links = [(mms_id, one) for mms_id, each in pairs for one in each.portfolios]
    link_ids = tx.ids.next(Kind.PORTFOLIO, len(links))
    portfolios = [
        portfolio_of(draft, pid=pid, mms_id=mms_id)
        for (mms_id, draft), pid in zip(links, link_ids, strict=True)
    ]
    for kind, records in (
        (Kind.HOLDING, holdings),
        (Kind.ITEM, items),
        (Kind.PORTFOLIO, portfolios),
    ):
        if records:
            tx.records.write(kind, records)
