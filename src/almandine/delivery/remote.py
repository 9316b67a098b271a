"""What each kind of endpoint can do: plain acts on files, each with a deadline."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final, Protocol

from almandine.engine.flaws import Flaw
from almandine.engine.ports import EndpointFailed, Found, Unanswered

BLOCK: Final = 1 << 20
"""Bytes that are moved at a time."""


class NoAnswer(Unanswered):
    """The server did not answer in time; it will not answer on this connection."""

    def __init__(self) -> None:
        super().__init__("the server did not answer in time")


class NoRoot(EndpointFailed):
    """The directory in which all of an endpoint lies is not at the server."""

    def __init__(self, path: str) -> None:
        super().__init__(
            f"the endpoint's root {path!r} is not at the server, or may not be entered;"
            " have it made there, or mend `path`",
            may_pass=False,
        )


class Unreadable(EndpointFailed):
    """What stands at a key of an endpoint is none of what should be there."""

    def __init__(self, key: str, because: str) -> None:
        super().__init__(f"`{key}` {because}", may_pass=False)
        self.flaw: Flaw = (key, because)


class Remote(Protocol):
    """A connection to where files lie, by paths below its root.

    Each act raises `EndpointFailed` when it did not go well, or took too long.
    """

    @property
    def puts_whole(self) -> bool:
        """Tell whether a file that is put is there at once and whole, or not at all."""
        ...

    def make_directory(self, path: PurePosixPath) -> None:
        """Make a directory with all above it, where they are missing.

        Raises:
            EndpointFailed: also when a link on the way leads out of the root.
        """
        ...

    def put(self, source: Path, path: PurePosixPath) -> None:
        """Write a file, in the place of one that is there."""
        ...

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        """Yield what a file holds."""
        ...

    def find(self, path: PurePosixPath) -> Found | None:
        """Return what is known of a file; None where there is none."""
        ...

    def list(self, directory: PurePosixPath) -> Iterator[Found]:
        """Yield the files of a directory, in any order."""
        ...

    def rename(self, path: PurePosixPath, to: PurePosixPath) -> None:
        """Give a file another path; what has that is replaced, or in the way."""
        ...

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file; one that is missing is as good."""
        ...
