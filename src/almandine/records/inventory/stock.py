"""What the library has of one bib."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.portfolio import Portfolio


class Form(StrEnum):
    """In what form a library has a title."""

    PHYSICAL = "PHYSICAL"
    ELECTRONIC = "ELECTRONIC"


@dataclass(frozen=True, slots=True)
class Stock:
    """Holdings, items and portfolios of a bib, each by id."""

    holdings: Sequence[Holding] = ()
    items: Sequence[Item] = ()
    portfolios: Sequence[Portfolio] = ()

    @property
    def forms(self) -> frozenset[Form]:
        """Return the forms in which the library has the title; none if it has none."""
        physical = [Form.PHYSICAL] if self.holdings or self.items else []
        electronic = [Form.ELECTRONIC] if self.portfolios else []
        return frozenset((*physical, *electronic))


NOTHING: Final = Stock()
