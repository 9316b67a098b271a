"""What the library has of a title."""

from almandine.records.holding import Holding
from almandine.records.inventory.stock import NOTHING, Form, Stock
from almandine.records.item import Item
from almandine.records.portfolio import Portfolio

SHELF = Holding("22", "991", b"")
COPY = Item("23", "22", "991")
LINK = Portfolio("53", "991")


def test_a_title_without_inventory_has_no_form() -> None:
    assert NOTHING.forms == frozenset()


def test_holdings_or_items_make_it_physical_and_portfolios_electronic() -> None:
    assert Stock(holdings=[SHELF]).forms == {Form.PHYSICAL}
    assert Stock(items=[COPY]).forms == {Form.PHYSICAL}
    assert Stock(portfolios=[LINK]).forms == {Form.ELECTRONIC}
    assert Stock([SHELF], [COPY], [LINK]).forms == set(Form)
