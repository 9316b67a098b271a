"""The files that runs make: where they grow, where they go, and their ledger."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Protocol


class Packing(StrEnum):
    """How a file is packed before it is sent."""

    NONE = "NONE"
    TAR_GZ = "TAR_GZ"
    ZIP = "ZIP"


@dataclass(frozen=True, slots=True)
class Member:
    """The one file in an archive."""

    name: str
    size: int
    """Bytes."""
    at: datetime
    """What the archive says of when it was written."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """A file that a run made."""

    name: str
    size: int
    """Bytes."""
    sha256: str
    records: int


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file that reached its endpoint."""

    name: str
    endpoint: str
    path: str
    """Where it lies at the endpoint."""
    sha256: str
    delivered_at: datetime


class Artifacts(Protocol):
    """The ledger of files that runs made, and of their deliveries."""

    def add(self, run_id: str, made: Artifact, *, expires_at: datetime) -> None:
        """Record a finished file; recording it again changes nothing."""
        ...

    def of(self, run_id: str) -> Sequence[Artifact]:
        """Return the run's files in the order of their numbers."""
        ...

    def expired(self, now: datetime) -> Sequence[tuple[str, str]]:
        """Return run id and name of the files whose retention is over."""
        ...

    def forget(self, run_id: str, name: str) -> None:
        """Strike a file that was removed; doing it again changes nothing."""
        ...

    def add_delivery(self, run_id: str, delivered: Delivery) -> None:
        """Record that a file reached its endpoint.

        Replaces what is recorded of a file of that name with other content, or at
        another endpoint; the same one is not recorded twice.
        """
        ...

    def deliveries(self, run_id: str) -> Sequence[Delivery]:
        """Return the run's files that reached their endpoint, in any order."""
        ...


class Workspace(Protocol):
    """Where runs make their files."""

    def open_part(self, run_id: str, part: str) -> AbstractContextManager[BinaryIO]:
        """Open a part of the output, empty; on disk when the block ends."""
        ...

    def assemble(
        self,
        run_id: str,
        name: str,
        *,
        header: bytes,
        parts: Sequence[str],
        footer: bytes,
    ) -> tuple[int, str]:
        """Make a file of parts; return its size in bytes and its SHA-256 (hex).

        Doing it again gives the same file.
        """
        ...

    def read_part(self, run_id: str, part: str) -> AbstractContextManager[BinaryIO]:
        """Open a part that is whole."""
        ...

    def pack(
        self,
        run_id: str,
        name: str,
        packing: Packing,
        member: Member,
        content: Iterable[bytes],
    ) -> tuple[int, str]:
        """Make a file of content; return its size in bytes and its SHA-256 (hex).

        Doing it again gives the same file.

        Args:
            run_id: Whose it is.
            name: Of the file.
            packing: How it is packed.
            member: What is packed.
            content: Of the member's size.
        """
        ...

    def path(self, run_id: str, name: str) -> Path:
        """Return where a finished file lies.

        Raises:
            ValueError: for a name that is a path, and may lead elsewhere.
        """
        ...

    def directory(self, run_id: str, name: str) -> Path:
        """Return a directory for files that are no part of the output; made if missing.

        It goes with the parts. An empty name stands for the one that holds them all.
        """
        ...

    def sync(self, run_id: str, name: str) -> None:
        """Put all files of such a directory on disk."""
        ...

    def remove(self, run_id: str, name: str) -> None:
        """Remove a finished file; doing it again changes nothing."""
        ...

    def drop_parts(self, run_id: str) -> None:
        """Remove the parts of a run that has ended."""
        ...

    def drop(self, run_id: str) -> None:
        """Remove all files of a run."""
        ...


class Courier(Protocol):
    """Takes files to endpoints."""

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        """Copy the file under a temporary name, verify, rename; return its path.

        Delivering the same file again replaces it by itself.

        Raises:
            DeliveryFailed: when the endpoint did not take it; nothing is visible.
        """
        ...
