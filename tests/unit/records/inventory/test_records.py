"""Drafts become records of the house."""

from almandine.records.holding import Holding
from almandine.records.inventory.physical import ItemDraft, Shelf
from almandine.records.inventory.records import holding_of, item_of
from almandine.records.item import Item
from almandine.records.marc.holdings import Whereabouts, is_holdings, whereabouts

SHELF = Shelf("MAIN", "stacks", "0", "PR4034 .E5")
HOLDING = holding_of(SHELF, holding_id="22", mms_id="99")


def test_a_holdings_record_says_what_its_marc_says() -> None:
    assert is_holdings(HOLDING.marc)
    assert whereabouts(HOLDING.marc) == Whereabouts("99", *SHELF)
    assert Holding("22", "99", HOLDING.marc, *SHELF) == HOLDING


def test_a_shelf_without_call_number_has_none_in_marc() -> None:
    made = holding_of(Shelf("LAW", "ref"), holding_id="22", mms_id="99")
    assert whereabouts(made.marc) == Whereabouts("99", "LAW", "ref", "", "")


def test_an_item_is_in_place_under_its_holdings_record() -> None:
    columns = {"barcode": "1", "library": "MAIN", "location": "stacks"}
    more = {"material_type": "BOOK", "item_policy": "01", "po_line": "POL-1"}
    draft = ItemDraft(
        {**columns, **more, "description": "v.1"}, {"INTERNAL_NOTE_1": "gift"}
    )
    assert item_of(draft, pid="23", holding=HOLDING) == Item(
        pid="23",
        holding_id="22",
        mms_id="99",
        barcode="1",
        library="MAIN",
        location="stacks",
        material_type="BOOK",
        item_policy="01",
        description="v.1",
        po_line="POL-1",
        base_status="1",
        details={"INTERNAL_NOTE_1": "gift"},
        call_number="PR4034 .E5",
    )
