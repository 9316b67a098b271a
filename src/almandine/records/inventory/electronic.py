"""Portfolios, as the links of a bib describe them."""

from collections.abc import Sequence
from dataclasses import dataclass

from almandine.records.inventory.mapping import PortfoliosMapping
from almandine.records.marc.fields import Field, Record
from almandine.records.marc.keys import LONGEST
from almandine.records.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class PortfolioDraft:
    """A portfolio without id."""

    url: str
    collection: str = ""
    interface: str = ""
    available: bool = True


def portfolios(raw: bytes, mapping: PortfoliosMapping) -> Sequence[PortfolioDraft]:
    """Make drafts of a sound record's links, each once, in the order of its fields.

    A field with several addresses makes several portfolios.
    """
    links = [
        field for field in Record(raw).fields(mapping.tag) if _fits(field, mapping)
    ]
    return list(dict.fromkeys(one for field in links for one in _of(field, mapping)))


def portfolio_of(draft: PortfolioDraft, *, pid: str, mms_id: str) -> Portfolio:
    """Give a draft its ids."""
    return Portfolio(
        pid, mms_id, draft.url, draft.collection, draft.interface, draft.available
    )


def _fits(field: Field, mapping: PortfoliosMapping) -> bool:
    first, second = field.indicators
    return first in mapping.first_indicators and second in mapping.second_indicators


def _of(field: Field, mapping: PortfoliosMapping) -> Sequence[PortfolioDraft]:
    interface = _first(field, mapping.interface) or mapping.default_interface
    collection = _first(field, mapping.collection) or mapping.default_collection
    return [
        PortfolioDraft(url, collection, interface, mapping.available)
        for url in field.texts(mapping.url)
    ]


def _first(field: Field, codes: str) -> str:
    found = next(iter(field.texts(codes)), "") if codes else ""
    return found[:LONGEST]
