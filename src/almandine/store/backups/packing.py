"""Writes a backup: a piece at a time, each with its digest."""

import hashlib
import io
import tarfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

import msgspec

from almandine.store.backups.manifest import (
    HEAD,
    HEAD_TEXT,
    MANIFEST,
    SEAL,
    Manifest,
    Member,
)

_OWNER_ONLY = 0o600


class Packing:
    """A backup that is being written.

    Args:
        file: Where to; written from front to back.
        at: The time that its pieces bear (UTC).
    """

    def __init__(self, file: BinaryIO, at: datetime) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w:", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by `seal`
        self._at = int(at.timestamp())
        self.members: dict[str, Member] = {}
        self.add(HEAD, HEAD_TEXT)

    def add(self, name: str, content: bytes) -> None:
        """Add a piece."""
        self._append(name, len(content), io.BytesIO(content))

    def add_file(self, name: str, source: Path) -> None:
        """Add a file, a block at a time.

        Raises:
            FileNotFoundError: when it is not there; nothing was added.
        """
        with source.open("rb") as file:
            self._append(name, source.stat().st_size, file)

    def seal(self, manifest: Manifest) -> None:
        """Add the manifest, and make an end."""
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        self.add(MANIFEST, text)
        self.add(SEAL, hashlib.sha256(text).hexdigest().encode())
        self._tar.close()

    def _append(self, name: str, size: int, content: BinaryIO) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, self._at, _OWNER_ONLY
        hashed = Hashed(content)
        self._tar.addfile(info, hashed)
        # The library remembers all it wrote; there may be very many.
        self._tar.members.clear()  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType] - not in the stubs
        self.members[name] = Member(size, hashed.digest)


class Hashed(io.RawIOBase):
    """A file whose digest is known once it was read."""

    def __init__(self, content: BinaryIO) -> None:
        self._content = content
        self._hash = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        """Return the next bytes."""
        block = self._content.read(size)
        self._hash.update(block)
        return block

    @property
    def digest(self) -> str:
        """Return the SHA-256 (hex) of what was read."""
        return self._hash.hexdigest()
