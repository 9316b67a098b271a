"""A holding: where a library keeps a title, as a MARC holdings record."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Holding:
    """A holdings record of one bib in one location."""

    holding_id: str
    mms_id: str
    marc: bytes
    library: str = ""
    location: str = ""
    call_number_type: str = ""
    """First indicator of field 852."""
    call_number: str = ""
    suppressed: bool = False

    @property
    def place(self) -> tuple[str, str]:
        """Return the codes of library and location."""
        return self.library, self.location

    @property
    def record_id(self) -> str:
        """Return the id by which sets and reports name the record."""
        return self.holding_id
