"""Holdings and items, from drafts and ids."""

from typing import Final

from almandine.records.holding import Holding
from almandine.records.inventory.physical import ItemDraft, Shelf
from almandine.records.item import Item
from almandine.records.marc.edits import from_fields
from almandine.records.marc.fields import control_field, data_field

_LEADER: Final = "00000nx  a2200000un 4500"
_IN_PLACE: Final = "1"


def holding_of(shelf: Shelf, *, holding_id: str, mms_id: str) -> Holding:
    """Make a holdings record with its ids and one 852.

    Raises:
        TooLongForIso2709: when the call number has no room in the format.
    """
    parts = [("b", shelf.library), ("c", shelf.location), ("h", shelf.call_number)]
    marc = from_fields(
        _LEADER,
        [
            control_field("001", holding_id),
            control_field("004", mms_id),
            data_field(
                "852",
                f"{shelf.call_number_type[:1] or ' '} ",
                [(code, text) for code, text in parts if text],
            ),
        ],
    )
    return Holding(holding_id, mms_id, marc, *shelf)


def item_of(draft: ItemDraft, *, pid: str, holding: Holding) -> Item:
    """Make an item of a holdings record, in place."""
    columns = draft.columns
    return Item(
        pid=pid,
        holding_id=holding.holding_id,
        mms_id=holding.mms_id,
        barcode=columns.get("barcode", ""),
        library=columns.get("library", ""),
        location=columns.get("location", ""),
        material_type=columns.get("material_type", ""),
        item_policy=columns.get("item_policy", ""),
        description=columns.get("description", ""),
        po_line=columns.get("po_line", ""),
        base_status=_IN_PLACE,
        details=draft.details,
        call_number=holding.call_number,
    )
