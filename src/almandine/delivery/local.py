"""Endpoints that are directories of this machine."""

import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from almandine.delivery.transfer import blocks
from almandine.delivery.workspace import sync_directory
from almandine.engine.endpoint import DirectoryEndpoint
from almandine.engine.ports import EndpointFailed, Found


class LocalRemote:
    """Implements `delivery.remote.Remote` below a directory."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()

    @property
    def puts_whole(self) -> bool:
        """Tell that a file can be seen while it grows."""
        return False

    def make_directory(self, path: PurePosixPath) -> None:
        """Make a directory with all above it."""
        with _told(self._root / path):
            self._at(path).mkdir(parents=True, exist_ok=True)

    def put(self, source: Path, path: PurePosixPath) -> None:
        """Write a file to disk."""
        with _told(self._root / path):
            target = self._at(path)
            shutil.copyfile(source, target)
            with target.open("rb") as copy:
                os.fsync(copy.fileno())

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        """Yield what a file holds."""
        with _told(self._root / path):
            yield from blocks(self._at(path))

    def find(self, path: PurePosixPath) -> Found | None:
        """Return what is known of a file."""
        with _told(self._root / path):
            return _found(self._at(path))

    def list(self, directory: PurePosixPath) -> Iterator[Found]:
        """Yield the files of a directory; no links."""
        with _told(self._root / directory):
            for each in self._at(directory).iterdir():
                found = None if each.is_symlink() else _found(each)
                if found:
                    yield found

    def rename(self, path: PurePosixPath, to: PurePosixPath) -> None:
        """Give a file another path, on disk too."""
        with _told(self._root / to):
            target = self._at(to)
            self._at(path).replace(target)
            sync_directory(target.parent)

    def remove(self, path: PurePosixPath) -> None:
        """Remove a file."""
        with _told(self._root / path):
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
    if not S_ISREG(known.st_mode):
        return None
    return Found(
        file.name, known.st_size, datetime.fromtimestamp(known.st_mtime, tz=UTC)
    )


@contextmanager
def _told(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise EndpointFailed(f"{path}: {error.strerror or error}") from error
