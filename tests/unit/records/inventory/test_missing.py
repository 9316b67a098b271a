"""What a record describes and the library does not have yet."""

from almandine.records.inventory.electronic import PortfolioDraft
from almandine.records.inventory.missing import missing_holdings, missing_portfolios
from almandine.records.inventory.physical import HoldingDraft, ItemDraft, Shelf
from almandine.records.inventory.records import holding_of
from almandine.records.inventory.stock import NOTHING, Stock
from almandine.records.item import Item
from almandine.records.portfolio import Portfolio

SHELF = Shelf("MAIN", "stacks", "0", "PR4034")
HOLDING = holding_of(SHELF, holding_id="22", mms_id="99")
PLACE = {"library": "MAIN", "location": "stacks"}
COPY = ItemDraft({**PLACE, "barcode": "B1"}, {})
UNNAMED = ItemDraft(PLACE, {})


def item(pid: str, barcode: str = "", *, location: str = "stacks") -> Item:
    return Item(pid, "22", "99", barcode, "MAIN", location)


def test_a_library_that_has_nothing_misses_everything() -> None:
    drafts = [HoldingDraft(SHELF, (COPY, UNNAMED)), HoldingDraft(Shelf("LAW", "ref"))]
    assert missing_holdings(drafts, NOTHING) == drafts


def test_a_holdings_record_with_the_same_call_number_takes_the_new_copy() -> None:
    drafts = [HoldingDraft(SHELF, (COPY,))]
    there = HoldingDraft(SHELF, (COPY,), HOLDING)
    assert missing_holdings(drafts, Stock([HOLDING])) == [there]


def test_another_call_number_is_another_holdings_record() -> None:
    other = HoldingDraft(SHELF._replace(call_number="PR4035"), (COPY,))
    assert missing_holdings([other], Stock([HOLDING])) == [other]


def test_without_a_call_number_the_first_at_the_place_is_meant() -> None:
    bare = Shelf("MAIN", "stacks")
    missing = missing_holdings([HoldingDraft(bare, (COPY,))], Stock([HOLDING]))
    assert missing == [HoldingDraft(bare, (COPY,), HOLDING)]


def test_a_holdings_record_that_is_there_is_not_made_again() -> None:
    assert missing_holdings([HoldingDraft(SHELF)], Stock([HOLDING])) == []


def test_a_copy_with_the_same_barcode_is_there_wherever_it_has_gone() -> None:
    stock = Stock([], [item("23", "B1", location="ref")])
    assert missing_holdings([HoldingDraft(SHELF, (COPY,))], stock) == []


def test_copies_without_barcode_are_counted_at_their_place() -> None:
    drafts = [HoldingDraft(SHELF, (UNNAMED, UNNAMED))]
    elsewhere = Stock([HOLDING], [item("23", location="ref")])
    one, two = item("23"), item("24", "got one since")
    left = HoldingDraft(SHELF, (UNNAMED,), HOLDING)
    assert len(missing_holdings(drafts, elsewhere)[0].items) == 2
    assert missing_holdings(drafts, Stock([HOLDING], [one])) == [left]
    assert missing_holdings(drafts, Stock([HOLDING], [one, two])) == []


def test_a_copy_that_is_meant_by_its_barcode_is_no_other_copy() -> None:
    drafts = [HoldingDraft(SHELF, (COPY, UNNAMED))]
    stock = Stock([HOLDING], [item("23", "B1")])
    left = HoldingDraft(SHELF, (UNNAMED,), HOLDING)
    assert missing_holdings(drafts, stock) == [left]


def test_an_address_is_there_once_in_each_collection() -> None:
    draft = PortfolioDraft("https://example.org/1", "JSTOR")
    other = Portfolio("53", "99", draft.url, "Other")
    same = Portfolio("54", "99", draft.url, "JSTOR", interface="moved")
    assert missing_portfolios([draft], Stock(portfolios=[other])) == [draft]
    assert missing_portfolios([draft], Stock(portfolios=[other, same])) == []
