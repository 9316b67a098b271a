"""The kinds of record a condition can speak about."""

from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """A content type that can be searched; codes of the table SetContentType."""

    BIB_MMS = "BIB_MMS"
    IEP = "IEP"
    IEE = "IEE"
    IED = "IED"
    IE = "IE"
    HOLDING = "HOLDING"
    ITEM = "ITEM"
    PORTFOLIO = "PORTFOLIO"
    IEPA = "IEPA"
    IEC = "IEC"
    AUTHORITY_MMS = "AUTHORITY_MMS"

    @property
    def label(self) -> str:
        """The level's name for people."""
        return _LABELS[self]


_LABELS: Final = {
    Level.BIB_MMS: "Title",
    Level.IEP: "Physical title",
    Level.IEE: "Electronic title",
    Level.IED: "Digital title",
    Level.IE: "Inventory title",
    Level.HOLDING: "Holding",
    Level.ITEM: "Physical item",
    Level.PORTFOLIO: "Electronic portfolio",
    Level.IEPA: "Electronic collection",
    Level.IEC: "Collection",
    Level.AUTHORITY_MMS: "Authority",
}

ITEMIZED_ONLY: Final = frozenset(
    {
        "USER",
        "PO_LINE",
        "VENDOR",
        "COURSE",
        "READING_LIST",
        "READING_LIST_CITATION",
        "RESEARCHERS",
    }
)
"""Content types of sets that never have a query."""


def find_level(word: str) -> Level | None:
    """Return the level of that code, whatever its case."""
    return Level.__members__.get(word.upper())
