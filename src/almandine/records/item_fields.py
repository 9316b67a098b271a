"""The item fields that a bulk change can set, by the names clients send.

Spellings are the vendor's (`RECIEVED_DATE`). `MATERIAL_TYPE`, `ITEM_POLICY` and
`IN_PROCESS_TYPE` are columns of `Item`; the others live in `Item.details`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class FieldType(StrEnum):
    """What values a field takes."""

    TEXT = "text"
    CODE = "code"
    """A code of a table; the literal `Null` means none."""
    DATE = "date"
    FLAG = "flag"


ITEM_FIELDS: Final[Mapping[str, FieldType]] = {
    "ITEM_POLICY": FieldType.CODE,
    "TEMPORARYITEMPOLICY": FieldType.CODE,
    "MATERIAL_TYPE": FieldType.CODE,
    "PHYSICAL_CONDITION": FieldType.CODE,
    "PROVENANCE_CODE": FieldType.CODE,
    "MISSING_STATUS": FieldType.CODE,
    "IN_PROCESS_TYPE": FieldType.CODE,
    "DEPARTMENT": FieldType.CODE,
    "IS_MAGNETIC": FieldType.CODE,
    "RETENTION_REASON": FieldType.CODE,
    "RETENTION_NOTE": FieldType.TEXT,
    "COMMITTED_TO_RETAIN": FieldType.FLAG,
    "INVENTORY_NUMBER": FieldType.TEXT,
    "INVENTORY_DATE": FieldType.DATE,
    "INVENTORY_PRICE": FieldType.TEXT,
    "REPLACEMENT_COST": FieldType.TEXT,
    "ALT_NUMBER_SOURCE": FieldType.TEXT,
    "COPY_ID": FieldType.TEXT,
    "PIECES": FieldType.TEXT,
    "PAGES": FieldType.TEXT,
    "PUBLIC_NOTE": FieldType.TEXT,
    "FULFILLMENT_NOTE": FieldType.TEXT,
    "INTERNAL_NOTE_1": FieldType.TEXT,
    "INTERNAL_NOTE_2": FieldType.TEXT,
    "INTERNAL_NOTE_3": FieldType.TEXT,
    "STATISTICS_NOTE_1": FieldType.TEXT,
    "STATISTICS_NOTE_2": FieldType.TEXT,
    "STATISTICS_NOTE_3": FieldType.TEXT,
    "STORAGE_LOCATION_ID": FieldType.TEXT,
    "ALTERNATIVE_PHYSICAL_CALL_NUMBER": FieldType.TEXT,
    "ALTERNATIVE_PHYSICAL_CALL_NUMBER_TYPE": FieldType.CODE,
    "TEMP_PHYSICAL_CALL_NUMBER": FieldType.TEXT,
    "TEMP_PHYSICAL_CALL_NUMBER_TYPE": FieldType.CODE,
    "ENUMERATIONA": FieldType.TEXT,
    "ENUMERATIONB": FieldType.TEXT,
    "ENUMERATIONC": FieldType.TEXT,
    "ENUMERATIOND": FieldType.TEXT,
    "ENUMERATIONE": FieldType.TEXT,
    "ENUMERATIONF": FieldType.TEXT,
    "ENUMERATIONG": FieldType.TEXT,
    "ENUMERATIONH": FieldType.TEXT,
    "CHRONOLOGYI": FieldType.TEXT,
    "CHRONOLOGYJ": FieldType.TEXT,
    "CHRONOLOGYK": FieldType.TEXT,
    "CHRONOLOGYL": FieldType.TEXT,
    "CHRONOLOGYM": FieldType.TEXT,
    "ISSUE_DATE": FieldType.DATE,
    "RECIEVED_DATE": FieldType.DATE,
    "EXPECTED_RECIEVED_DATE": FieldType.DATE,
    "RECIEVING_OPERATOR": FieldType.TEXT,
    "RECEIVE_NUMBER": FieldType.TEXT,
    "WEEDING_NUMBER": FieldType.TEXT,
    "WEEDING_DATE": FieldType.DATE,
    "DUE_BACK": FieldType.DATE,
    "ORDER_NUMBER": FieldType.TEXT,
}
