"""Endpoints that are directories of this machine."""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

from almandine.delivery.transfer import blocks
from almandine.delivery.workspace import sync_directory
from almandine.engine.endpoint import DirectoryEndpoint
from almandine.engine.ports import EndpointFailed, Found


class LocalRemote:
    """Implements `delivery.remote.Remote` below a directory."""

    puts_whole: Final = False

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    def make_directory(self, path: PurePosixPath) -> None:
        """Make a directory with all above it."""
        with _told(path):
            self._at(path).mkdir(parents=True, exist_ok=True)

    def put(self, source: Path, path: PurePosixPath) -> None:
        """Write a file to disk."""
        with _told(path), source.open("rb") as original:
            with self._at(path).open("wb") as copy:
                shutil.copyfileobj(original, copy)
                copy.flush()
                os.fsync(copy.fileno())

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        """Yield what a file holds."""
        with _told(path):
            yield from blocks(self._at(path))

    def find(self, path: PurePosixPath) -> Found | None:
        """Return what is known of a file."""
        with _told(path):
            return _found(self._at(path))

    def list(self, directory: PurePosixPath) -> Iterator[Found]:
        """Yield the files of a directory; none that lie elsewhere."""
        with _told(directory):
            for each in self._at(directory).iterdir():
                if each.is_file() and each.resolve().is_relative_to(self._root):
                    found = _found(each)
                    if found:
                        yield found

    def rename(self, path: PurePosixPath, to: PurePosixPath) -> None:
        """Give a file another path, on disk too."""
        with _told(to):
            target = self._at(to)
            self._at(path).replace(target)
            sync_directory(target.parent)

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file."""
        with _told(path):
            self._at(path, follow=False).unlink(missing_ok=True)

    def _at(self, path: PurePosixPath, *, follow: bool = True) -> Path:
        """Return where a path is, links followed.

        Raises:
            EndpointFailed: when a link leads out of the root.
        """
        whole = self._root / path
        end = whole.resolve() if follow else whole.parent.resolve() / whole.name
        if not end.is_relative_to(self._root):
            raise EndpointFailed(
                f"{str(path)!r} lies outside the endpoint {self._root}", may_pass=False
            )
        return end


@contextmanager
def open_directory(endpoint: DirectoryEndpoint, data: Path) -> Generator[LocalRemote]:
    """Open a directory; the path is absolute, or relative to the data directory."""
    yield LocalRemote(data / endpoint.path)


def _found(file: Path) -> Found | None:
    try:
        known = file.stat()
    except FileNotFoundError:
        return None
    return Found(
        file.name, known.st_size, datetime.fromtimestamp(known.st_mtime, tz=UTC)
    )


@contextmanager
def _told(path: PurePosixPath) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise EndpointFailed(f"{path}: {error.strerror or error}") from error
