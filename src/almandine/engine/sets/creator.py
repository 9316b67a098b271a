"""Who makes a set, and when."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Creator:
    """The hand that a request lends to what it creates."""

    name: str
    """Primary id of the user, or name of the key."""
    full_name: str
    """`Last, First`; what reports show beside the id."""
    now: datetime
    """The instant of the request (UTC)."""
