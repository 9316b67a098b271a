"""A reader's request for an item."""

from dataclasses import dataclass
from datetime import datetime

from almandine.records.item import Item


@dataclass(frozen=True, slots=True)
class Request:
    """A request that a remote storage may have to fill."""

    request_id: str
    request_type: str
    item: Item
    user_id: str
    pickup_library: str
    pickup_desk: str
    placed_at: datetime
    note: str = ""
    sent_at: datetime | None = None
    """When the request was sent to the remote storage (UTC)."""
    sent_by: str = ""
    """Id of the run that sent it."""

    @property
    def record_id(self) -> str:
        """Return the id by which reports name the request."""
        return self.request_id
