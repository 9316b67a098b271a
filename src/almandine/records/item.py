"""A physical item, with the fields that bulk changes can set."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from almandine.records.bib import NO_HEADING, Heading


def _nothing() -> dict[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Item:
    """One physical thing with a barcode."""

    pid: str
    holding_id: str
    mms_id: str
    barcode: str = ""
    library: str = ""
    location: str = ""
    temp_library: str = ""
    temp_location: str = ""
    material_type: str = ""
    item_policy: str = ""
    base_status: str = ""
    """`1` in place, `0` not in place."""
    process_type: str = ""
    """Why the item is not in place, empty otherwise."""
    description: str = ""
    po_line: str = ""
    details: Mapping[str, str] = field(default_factory=_nothing)
    """The other fields, by the name in `records.item_fields`; unset ones absent.
    Dates are `YYYY-MM-DD`."""
    created_at: datetime | None = None
    modified_at: datetime | None = None
    call_number: str = ""
    """Of the holding; shown with the item and never written."""
    heading: Heading = NO_HEADING
    """Of the bib; shown with the item and never written."""

    @property
    def place(self) -> tuple[str, str]:
        """Return the codes of library and location where it is now."""
        if self.temp_location:
            return self.temp_library or self.library, self.temp_location
        return self.library, self.location

    @property
    def record_id(self) -> str:
        """Return the id by which sets and reports name the record."""
        return self.pid
