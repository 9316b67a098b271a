"""The CSV of physical items: one line each, 25 columns."""

from collections.abc import Callable, Mapping
from typing import Final

from almandine.formats.csv import csv_line
from almandine.records.item import Item


def _detail(name: str) -> Callable[[Item], str]:
    return lambda item: item.details.get(name, "")


COLUMNS: Final[Mapping[str, Callable[[Item], str]]] = {
    "MMS ID": lambda item: item.mms_id,
    "Holdings ID": lambda item: item.holding_id,
    "Item ID": lambda item: item.pid,
    "Barcode": lambda item: item.barcode,
    "Title": lambda item: item.heading.title,
    "Author": lambda item: item.heading.author,
    "ISBN": lambda item: item.heading.isbn,
    "ISSN": lambda item: item.heading.issn,
    "Permanent Library": lambda item: item.library,
    "Permanent Location": lambda item: item.location,
    "Temporary Library": lambda item: item.temp_library,
    "Temporary Location": lambda item: item.temp_location,
    "Call Number": lambda item: item.call_number,
    "Description": lambda item: item.description,
    "Material Type": lambda item: item.material_type,
    "Item Policy": lambda item: item.item_policy,
    "Base Status": lambda item: item.base_status,
    "Process Type": lambda item: item.process_type,
    "PO Line": lambda item: item.po_line,
    "Public Note": _detail("PUBLIC_NOTE"),
    "Internal Note 1": _detail("INTERNAL_NOTE_1"),
    "Statistics Note 1": _detail("STATISTICS_NOTE_1"),
    "Inventory Number": _detail("INVENTORY_NUMBER"),
    "Inventory Date": _detail("INVENTORY_DATE"),
    "Receiving Date": _detail("RECIEVED_DATE"),
}
"""What stands in each column, from left to right."""

HEADER: Final = csv_line(COLUMNS)


def item_line(item: Item) -> bytes:
    """Write one item."""
    return csv_line(value(item) for value in COLUMNS.values())
