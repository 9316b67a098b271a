"""The one way a logical query is refused."""

from collections.abc import Iterable


class QueryError(Exception):
    """A query that cannot be understood, and the place where that shows.

    Not a dataclass: frozen exceptions break inside `@contextmanager` blocks.
    """

    def __init__(self, reason: str, position: int, remedy: str = "") -> None:
        """Say what is wrong, where (1-based column) and what would be allowed."""
        super().__init__(reason, position, remedy)
        self.reason = reason
        self.position = position
        self.remedy = remedy

    def __str__(self) -> str:
        """Return the sentence shown to the client."""
        where = f"{self.reason} at position {self.position}"
        return f"{where}; {self.remedy}" if self.remedy else where


def one_of(names: Iterable[str]) -> str:
    """Return the remedy that lists what is allowed."""
    return f"use one of {', '.join(names)}"
