"""A set: the records that a job works on."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from almandine.records.kind import KIND_OF_CONTENT, Kind


class SetType(StrEnum):
    """How a set knows its members."""

    ITEMIZED = "ITEMIZED"
    """By a list that people and jobs change."""
    LOGICAL = "LOGICAL"
    """By a query that is asked anew at each use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSet:
    """A named set of records of one content type."""

    set_id: str
    name: str
    content: str
    """Code of the table SetContentType."""
    type: SetType
    description: str = ""
    query: str = ""
    """Of a logical set; empty otherwise."""
    private: bool = True
    active: bool = True
    created_by: str
    created_at: datetime
    modified_at: datetime

    @property
    def kind(self) -> Kind | None:
        """Return what its records are; None where that is nothing that is kept."""
        return KIND_OF_CONTENT.get(self.content)


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a set, as lists show it."""

    record_id: str
    description: str
    """Title and author of a bib, barcode and title of an item, and so on."""
