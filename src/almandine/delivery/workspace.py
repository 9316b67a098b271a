"""Where runs make their files: a directory of the data directory.

A file has its final name only when it is whole and on disk. Everything here can
be done again after a crash, with the same result.
"""

import hashlib
import os
import shutil
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

from almandine.delivery.packing import packed
from almandine.engine.ports import Member, Packing

_BLOCK = 1 << 16


class LocalWorkspace:
    """Implements `engine.ports.Workspace` below one directory."""

    def __init__(self, root: Path, institution: str) -> None:
        self._root = root / institution

    @contextmanager
    def open_part(self, run_id: str, part: str) -> Generator[BinaryIO]:
        """Open a part of the output, empty; on disk when the block ends."""
        with self._growing(run_id, self._part(run_id, part)) as file:
            yield file

    def assemble(
        self,
        run_id: str,
        name: str,
        *,
        header: bytes,
        parts: Sequence[str],
        footer: bytes,
    ) -> tuple[int, str]:
        """Make a file of parts; return its size in bytes and its SHA-256 (hex)."""
        # Beside the copying, since the parts are as long as the file and neither
        # holds the other up: it is the one stretch that a run spends on one processor.
        with ThreadPoolExecutor(1) as beside:
            digest = beside.submit(_sha256, self._blocks(run_id, header, parts, footer))
            with self._growing(run_id, self.path(run_id, name)) as file:
                file.writelines(self._blocks(run_id, header, parts, footer))
                size = file.tell()
        return size, digest.result()

    @contextmanager
    def _growing(self, run_id: str, path: Path) -> Generator[BinaryIO]:
        """Open a file that gets its name when the block ends: whole, and on disk.

        It grows in a directory of its own: a worker that was overtaken and does not
        know it yet must not spoil what its successor writes.
        """
        parts = self._parts(run_id)
        parts.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=parts) as own:
            growing = Path(own) / path.name
            with growing.open("wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            growing.replace(path)
        sync_directory(path.parent)

    def _blocks(
        self, run_id: str, header: bytes, parts: Sequence[str], footer: bytes
    ) -> Iterator[bytes]:
        yield header
        for part in parts:
            with self._part(run_id, part).open("rb") as file:
                while block := file.read(_BLOCK):
                    yield block
        yield footer

    @contextmanager
    def read_part(self, run_id: str, part: str) -> Generator[BinaryIO]:
        """Open a part that is whole."""
        with self._part(run_id, part).open("rb") as file:
            yield file

    def pack(
        self,
        run_id: str,
        name: str,
        packing: Packing,
        member: Member,
        content: Iterable[bytes],
    ) -> tuple[int, str]:
        """Make a file of content; return its size in bytes and its SHA-256 (hex)."""
        path = self.path(run_id, name)
        with (
            self._growing(run_id, path) as file,
            packed(file, packing, member) as put,
        ):
            for block in content:
                put(block)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return path.stat().st_size, digest

    def path(self, run_id: str, name: str) -> Path:
        """Return where a finished file lies.

        Raises:
            ValueError: for a name that is a path, and may lead elsewhere.
        """
        if name == ".." or Path(name).name != name:
            raise ValueError(f"{name!r} is not the name of a file")
        return self._root / run_id / name

    def directory(self, run_id: str, name: str) -> Path:
        """Return a directory for files that are no part of the output."""
        directory = self._parts(run_id) / name
        directory.mkdir(parents=True, exist_ok=True)
        return directory

    def sync(self, run_id: str, name: str) -> None:
        """Put all files of such a directory on disk."""
        for directory, _, files in os.walk(self.directory(run_id, name)):
            for file in files:
                with Path(directory, file).open("rb") as opened:
                    os.fsync(opened.fileno())
            sync_directory(Path(directory))

    def remove(self, run_id: str, name: str) -> None:
        """Remove a finished file; doing it again changes nothing."""
        self.path(run_id, name).unlink(missing_ok=True)

    def drop_parts(self, run_id: str) -> None:
        """Remove the parts of a run that has ended."""
        shutil.rmtree(self._parts(run_id), ignore_errors=True)

    def drop(self, run_id: str) -> None:
        """Remove all files of a run."""
        shutil.rmtree(self._root / run_id, ignore_errors=True)

    def _parts(self, run_id: str) -> Path:
        return self._root / run_id / ".parts"

    def _part(self, run_id: str, part: str) -> Path:
        return self._parts(run_id) / part


def _sha256(blocks: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for block in blocks:
        digest.update(block)
    return digest.hexdigest()


def sync_directory(directory: Path) -> None:
    """Put a rename on disk: a directory is a file too."""
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
