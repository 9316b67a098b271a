"""Where runs make their files: a directory of the data directory.

A file has its final name only when it is whole and on disk. Everything here can
be done again after a crash, with the same result.
"""

import hashlib
import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_BLOCK = 1 << 20


class LocalWorkspace:
    """Implements `engine.ports.Workspace` below one directory."""

    def __init__(self, root: Path, institution: str) -> None:
        self._root = root / institution

    @contextmanager
    def open_part(self, run_id: str, range_no: int) -> Generator[BinaryIO]:
        """Open a range's part of the output, empty; on disk when the block ends."""
        path = self._part(run_id, range_no)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as part:
            yield part
            _to_disk(part)

    def assemble(
        self, run_id: str, name: str, *, header: bytes, parts: range, footer: bytes
    ) -> tuple[int, str]:
        """Make a file of parts; return its size in bytes and its SHA-256 (hex)."""
        path = self.path(run_id, name)
        growing = path.with_name(f".{name}.growing")
        digest = hashlib.sha256()
        with growing.open("wb") as file:
            for block in self._blocks(run_id, header, parts, footer):
                digest.update(block)
                file.write(block)
            size = file.tell()
            _to_disk(file)
        growing.replace(path)
        sync_directory(path.parent)
        return size, digest.hexdigest()

    def _blocks(
        self, run_id: str, header: bytes, parts: range, footer: bytes
    ) -> Iterator[bytes]:
        yield header
        for range_no in parts:
            with self._part(run_id, range_no).open("rb") as part:
                while block := part.read(_BLOCK):
                    yield block
        yield footer

    def path(self, run_id: str, name: str) -> Path:
        """Return where a finished file lies."""
        return self._root / run_id / name

    def drop_parts(self, run_id: str) -> None:
        """Remove the parts of a run that has ended."""
        shutil.rmtree(self._parts(run_id), ignore_errors=True)

    def drop(self, run_id: str) -> None:
        """Remove all files of a run."""
        shutil.rmtree(self._root / run_id, ignore_errors=True)

    def _parts(self, run_id: str) -> Path:
        return self._root / run_id / ".parts"

    def _part(self, run_id: str, range_no: int) -> Path:
        return self._parts(run_id) / str(range_no)


def _to_disk(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def sync_directory(directory: Path) -> None:
    """Put a rename on disk: a directory is a file too."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
