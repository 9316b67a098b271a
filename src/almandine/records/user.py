"""A person who uses the library."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class User:
    """A library user, as far as sets and reports need one."""

    primary_id: str
    first_name: str = ""
    last_name: str = ""
    user_group: str = ""
    record_type: str = "PUBLIC"
    account_type: str = "INTERNAL"
    status: str = "ACTIVE"
    email: str = ""
    expiry_date: date | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    """Pairs of identifier type and value, the primary id left out."""

    @property
    def record_id(self) -> str:
        """Return the id by which sets and reports name the record."""
        return self.primary_id
