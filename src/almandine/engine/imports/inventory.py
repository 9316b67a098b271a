"""Stores the inventory that records bring along, a chunk's at once."""

from collections.abc import Iterable, Mapping, Sequence

from almandine.engine.imports.step import Step
from almandine.engine.imports.stock import stock_of
from almandine.engine.ports import Tx
from almandine.records.importing.inventory import Drafts
from almandine.records.inventory.electronic import portfolio_of
from almandine.records.inventory.records import holding_of, item_of
from almandine.records.inventory.stock import Stock
from almandine.records.kind import Kind


def beside_stock(steps: Sequence[Step], tx: Tx) -> Sequence[Step]:
    """Return the steps without inventory that the library has of their records."""
    found = {step.drafts[0] for step in steps if step.drafts and not step.is_new}
    stock = stock_of(sorted(found), tx)
    return [_beside(step, stock) for step in steps]


def _beside(step: Step, stock: Mapping[str, Stock]) -> Step:
    if step.drafts is None:
        return step
    mms_id, drafts = step.drafts
    return step.with_drafts(drafts.beside(stock[mms_id])) if mms_id in stock else step


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


def store_inventory(brought: Iterable[tuple[str, Drafts]], tx: Tx) -> None:
    """Give drafts their ids, and store them.

    Args:
        brought: Ids of bibs, each with what it brings along.
        tx: The chunk's transaction.
    """
    pairs = list(brought)
    shelves = [(mms_id, one) for mms_id, each in pairs for one in each.holdings]
    new = [(mms_id, one.shelf) for mms_id, one in shelves if one.there is None]
    holding_ids = tx.ids.next(Kind.HOLDING, len(new))
    holdings = [
        holding_of(shelf, holding_id=holding_id, mms_id=mms_id)
        for (mms_id, shelf), holding_id in zip(new, holding_ids, strict=True)
    ]
    made = iter(holdings)
    # In the order of the drafts: each takes its own, the one that is there or is new.
    copies = [
        (item, holding)
        for holding, draft in ((one.there or next(made), one) for _, one in shelves)
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
