"""What a record describes and the library does not have yet.

So that the same record makes nothing the second time it comes in, whatever has been
done to what it made: a copy that was moved, or got a barcode, is still the copy.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from almandine.records.holding import Holding
from almandine.records.inventory.electronic import PortfolioDraft
from almandine.records.inventory.physical import HoldingDraft, ItemDraft, Shelf
from almandine.records.inventory.stock import Stock
from almandine.records.item import Item

_Likeness = tuple[str, str, str]
"""Library, location and description."""


def missing_holdings(
    drafts: Sequence[HoldingDraft], stock: Stock
) -> Sequence[HoldingDraft]:
    """Return what is to be made, on the holdings records that are there.

    A holdings record is there with the same library, location and call number; without
    a call number, the first at its place is meant. An item is there with the same
    barcode; without one, as often as the place has items of the same description.
    """
    missing: list[HoldingDraft] = []
    others = _other_items(drafts, stock)
    barcodes = {item.barcode for item in stock.items}
    for draft in drafts:
        there = _holding_at(draft.shelf, stock.holdings)
        items = [one for one in draft.items if not _is_there(one, barcodes, others)]
        # Whose items are all there was made before, wherever they are now.
        if items or not (there or draft.items):
            missing.append(replace(draft, items=tuple(items), there=there))
    return missing


def missing_portfolios(
    drafts: Sequence[PortfolioDraft], stock: Stock
) -> Sequence[PortfolioDraft]:
    """Return those with an address that the title does not have in the collection."""
    there = {(one.url, one.collection) for one in stock.portfolios}
    return [one for one in drafts if (one.url, one.collection) not in there]


def _holding_at(shelf: Shelf, holdings: Sequence[Holding]) -> Holding | None:
    for one in holdings:
        is_at_place = (one.library, one.location) == (shelf.library, shelf.location)
        if is_at_place and shelf.call_number in {"", one.call_number}:
            return one
    return None


def _other_items(drafts: Sequence[HoldingDraft], stock: Stock) -> Counter[_Likeness]:
    """Count the items that no draft means by its barcode."""
    meant = {_text(item.columns, "barcode") for one in drafts for item in one.items}
    others = (item for item in stock.items if item.barcode not in meant - {""})
    return Counter(map(_likeness, others))


def _is_there(draft: ItemDraft, barcodes: set[str], others: Counter[_Likeness]) -> bool:
    if barcode := _text(draft.columns, "barcode"):
        return barcode in barcodes
    columns = draft.columns
    like: _Likeness = (
        _text(columns, "library"),
        _text(columns, "location"),
        _text(columns, "description"),
    )
    others[like] -= 1
    return others[like] >= 0


def _likeness(item: Item) -> _Likeness:
    return item.library, item.location, item.description


def _text(columns: Mapping[str, str], name: str) -> str:
    return columns.get(name, "")
