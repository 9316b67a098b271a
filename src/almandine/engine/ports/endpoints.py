"""What the engine needs of endpoints: to find, fetch and mark files, and deliver."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Found:
    """A file that lies at an endpoint."""

    name: str
    size: int
    """Bytes."""
    modified_at: datetime
    """UTC, as the endpoint says it; often in whole seconds."""


class OpenEndpoint(Protocol):
    """A connection to an endpoint.

    Paths are relative to its root, which no path leads out of. Everything has a
    deadline. All of it raises `EndpointFailed`, which says what was wrong.
    """

    def list(self, directory: str, pattern: str = "*") -> Sequence[Found]:
        """Return the files of a directory by name, without those that are arriving.

        Args:
            directory: Empty for the root.
            pattern: Of names, as a shell has it; capitals differ from small letters.
        """
        ...

    def fetch(self, path: str, to: Path) -> Found:
        """Bring a file here, whole and on disk, and return what it was.

        Raises:
            EndpointFailed: also when it vanishes, grows or shrinks meanwhile; then
                nothing is left at `to`.
        """
        ...

    def deliver(self, source: Path, directory: str) -> str:
        """Take a file there, and return its path; see `Courier`."""
        ...

    def rename(self, path: str, to: str) -> None:
        """Give a file another name in its directory, such as one with `.handled`."""
        ...

    def check(self) -> None:
        """Write, read, rename and remove a small file; raises unless all went well."""
        ...


class Endpoints(Protocol):
    """The endpoints of one institution."""

    def open(self, endpoint_id: str) -> AbstractContextManager[OpenEndpoint]:
        """Connect to an endpoint.

        Raises:
            EndpointFailed: when there is no such endpoint, or it lets nobody in.
        """
        ...
