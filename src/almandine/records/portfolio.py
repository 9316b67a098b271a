"""An electronic portfolio: one way to reach one title on line."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Portfolio:
    """A link to a title, perhaps through a collection and an interface."""

    pid: str
    mms_id: str
    url: str = ""
    collection: str = ""
    interface: str = ""
    available: bool = True

    @property
    def record_id(self) -> str:
        """Return the id by which sets and reports name the record."""
        return self.pid
