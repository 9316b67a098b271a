"""Where files lie that were sent to the service."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from typing import BinaryIO, Protocol


class Uploads(Protocol):
    """The uploads of an institution; each is a directory with one file."""

    def receive(self, upload_id: str, name: str) -> AbstractContextManager[BinaryIO]:
        """Open the file of a new upload; whole and on disk when the block ends.

        Nothing is left of it when the block raises.
        """
        ...

    def drop(self, upload_id: str) -> None:
        """Remove an upload; doing it again changes nothing."""
        ...

    def older_than(self, then: datetime) -> Iterator[str]:
        """Yield the ids of the uploads that came before an instant (UTC)."""
        ...
