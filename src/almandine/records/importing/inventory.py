# Compiled as it is, where the set-up can: ADR 0033.
"""The holdings, items and portfolios that a bib brings along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

from almandine.records.inventory.electronic import PortfolioDraft, portfolios
from almandine.records.inventory.mapping import (
    HoldingsMapping,
    ItemsMapping,
    PortfoliosMapping,
)
from almandine.records.inventory.missing import missing_holdings, missing_portfolios
from almandine.records.inventory.physical import HoldingDraft, ItemDraft, physical
from almandine.records.inventory.stock import Stock

_BARCODE: Final = "barcode"


@dataclass(frozen=True, slots=True)
class Mappings:
    """Which fields describe inventory; None for none."""

    holdings: HoldingsMapping | None = None
    items: ItemsMapping | None = None
    portfolios: PortfoliosMapping | None = None

    def drafts_of(self, marc: bytes) -> "Drafts":
        """Return what a sound record describes."""
        if not (self.holdings or self.items or self.portfolios):
            return NO_DRAFTS
        on_shelves = physical(marc, self.holdings, self.items)
        links = portfolios(marc, self.portfolios) if self.portfolios else ()
        problems = "; ".join(on_shelves.problems)
        return Drafts(on_shelves.holdings, links, problems)


NO_MAPPINGS: Final = Mappings()


@dataclass(frozen=True, slots=True)
class Drafts:
    """Inventory without ids."""

    holdings: Sequence[HoldingDraft] = ()
    portfolios: Sequence[PortfolioDraft] = ()
    problems: str = ""
    """What of the record could not be used; empty where all could."""

    @property
    def made(self) -> tuple[int, int, int]:
        """Return how many holdings, items and portfolios are made of them."""
        new = sum(holding.there is None for holding in self.holdings)
        items = sum(len(holding.items) for holding in self.holdings)
        return new, items, len(self.portfolios)

    @property
    def barcodes(self) -> list[str]:
        """Return the barcodes of the items that have one."""
        found = (
            item.columns.get(_BARCODE) for one in self.holdings for item in one.items
        )
        return [barcode for barcode in found if barcode]

    def beside(self, stock: Stock) -> "Drafts":
        """Return what of them the library does not have yet."""
        return replace(
            self,
            holdings=missing_holdings(self.holdings, stock),
            portfolios=missing_portfolios(self.portfolios, stock),
        )

    def without(self, taken: Collection[str]) -> "Drafts":
        """Return the same without items whose barcode is taken, or was seen here."""
        seen, told = set(taken), [self.problems]
        holdings: list[HoldingDraft] = []
        for holding in self.holdings:
            items: list[ItemDraft] = []
            for item in holding.items:
                barcode = item.columns.get(_BARCODE, "")
                if barcode in seen:
                    told.append(f"barcode {barcode} is taken")
                    continue
                seen.update(filter(None, [barcode]))
                items.append(item)
            holdings.append(replace(holding, items=tuple(items)))
        problems = "; ".join(filter(None, told))
        return replace(self, holdings=holdings, problems=problems)


NO_DRAFTS: Final = Drafts()
