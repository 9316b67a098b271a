"""Which fields and subfields of a bib describe its inventory.

A mapping names a tag and, for each thing, the codes of the subfields that hold it:
several codes are joined by a blank, none means that the default counts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from almandine.records.item_fields import ITEM_FIELDS

ITEM_COLUMNS: Final = (
    "barcode",
    "library",
    "location",
    "material_type",
    "item_policy",
    "description",
    "po_line",
)
"""Parts of an item that are fields of `Item`; all others are its details."""
OWN_COLUMNS: Final = frozenset(("MATERIAL_TYPE", "ITEM_POLICY", "IN_PROCESS_TYPE"))
DETAILS: Final = frozenset(ITEM_FIELDS) - OWN_COLUMNS
"""Details of an item that a mapping may fill."""


@dataclass(frozen=True, slots=True)
class HoldingsMapping:
    """Where a title stands: one holdings record for each field with the tag."""

    tag: str = "852"
    library: str = "b"
    location: str = "c"
    call_number: str = "hi"
    call_number_type: str | None = None
    """First indicator of field 852; None takes the one of the mapped field."""
    default_library: str = ""
    default_location: str = ""


@dataclass(frozen=True, slots=True)
class ItemsMapping:
    """Copies: one item for each field with the tag."""

    tag: str
    parts: Mapping[str, str]
    """From `ITEM_COLUMNS` and `DETAILS` to subfield codes."""
    call_number: str = ""
    """For the holdings record, where the item makes one."""
    defaults: Mapping[str, str] = field(
        default_factory=lambda: MappingProxyType(dict[str, str]())
    )
    """By the same names, for what a field does not say."""


@dataclass(frozen=True, slots=True)
class PortfoliosMapping:
    """Links: one portfolio for each field with the tag and an address."""

    tag: str = "856"
    url: str = "u"
    first_indicators: str = "4 "
    second_indicators: str = "01 "
    """Of a link to the thing itself, not to a table of contents."""
    interface: str = ""
    collection: str = ""
    default_interface: str = ""
    default_collection: str = ""
    available: bool = True


def faults_of(mapping: ItemsMapping) -> Sequence[str]:
    """Say what in a mapping no item has, for the check of a configuration."""
    known = {*ITEM_COLUMNS, *DETAILS}
    names = dict.fromkeys((*mapping.parts, *mapping.defaults))
    return [f"an item has no {name}" for name in names if name not in known]
