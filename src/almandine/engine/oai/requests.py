"""What a harvester can ask for: the six verbs, with their arguments as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from almandine.engine.ports.harvest import Place


class Prefix(StrEnum):
    """The formats in which records are given."""

    MARC21 = "marc21"
    OAI_DC = "oai_dc"


@dataclass(frozen=True, slots=True)
class Identify:
    """Who is there."""


@dataclass(frozen=True, slots=True)
class ListFormats:
    """Which formats there are."""

    mms_id: str | None = None
    """Of the record that is asked about; None for records in general."""


@dataclass(frozen=True, slots=True)
class ListSets:
    """Which sets there are."""


@dataclass(frozen=True, slots=True)
class GetRecord:
    """One record."""

    mms_id: str
    prefix: Prefix


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Where a harvest is, and what it asks for."""

    prefix: Prefix
    spec: str = ""
    """The set; empty for all records."""
    since: datetime | None = None
    """Inclusive."""
    before: datetime | None = None
    """Exclusive."""
    after: Place | None = None
    """The last record that has been given; None at the beginning."""
    given: int = 0
    """How many have been."""
    size: int | None = None
    """How many there were in all at the beginning; None where nobody counted."""


@dataclass(frozen=True, slots=True)
class ListRecords:
    """A page of records."""

    listing: Listing
    headers_only: bool = False
    """Whether the verb is ListIdentifiers."""


Request = Identify | ListFormats | ListSets | GetRecord | ListRecords
