"""Uploaded files: below the data directory, each in a directory of its own."""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from almandine.delivery.workspace import sync_directory


class LocalUploads:
    """Implements `engine.ports.Uploads` below one directory."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @contextmanager
    def receive(self, upload_id: str, name: str) -> Generator[BinaryIO]:
        """Open the file of a new upload; whole and on disk when the block ends."""
        directory = self._root / upload_id
        directory.mkdir(parents=True)
        try:
            with (directory / name).open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            sync_directory(directory)
        except BaseException:
            self.drop(upload_id)
            raise

    def drop(self, upload_id: str) -> None:
        """Remove an upload; doing it again changes nothing."""
        shutil.rmtree(self._root / upload_id, ignore_errors=True)

    def older_than(self, then: datetime) -> Iterator[str]:
        """Yield the ids of the uploads that came before an instant (UTC)."""
        for directory in self._root.glob("*"):
            came = datetime.fromtimestamp(directory.stat().st_mtime, UTC)
            if came < then:
                yield directory.name
