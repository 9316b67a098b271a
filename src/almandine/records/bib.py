"""A bib and an authority: MARC records with a few flags beside them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Sync(StrEnum):
    """What publishing to an external catalog takes of a bib."""

    BIBS = "BIBS"
    HOLDINGS = "HOLDINGS"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Bib:
    """A bibliographic record."""

    mms_id: str
    marc: bytes
    """As received: ISO 2709, or MARCXML where the record is too long for it."""
    suppressed: bool = False
    sync: Sync = Sync.BIBS
    collections: tuple[str, ...] = ()
    """Ids of the collections that the title belongs to, sorted."""

    @property
    def record_id(self) -> str:
        """Return the id by which sets and reports name the record."""
        return self.mms_id


@dataclass(frozen=True, slots=True)
class Authority:
    """An authority record."""

    authority_id: str
    marc: bytes

    @property
    def record_id(self) -> str:
        """Return the id by which sets and reports name the record."""
        return self.authority_id


@dataclass(frozen=True, slots=True)
class Heading:
    """What other records show of their bib."""

    title: str = ""
    author: str = ""
    isbn: str = ""
    issn: str = ""


NO_HEADING: Final = Heading()
