"""Brings files in from local directories: as offered, whole, or not at all."""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISREG

from almandine.engine.imports.intake import Source
from almandine.engine.ports import CollectFailed, Offer


class DirectoryCollector:
    """Implements `engine.ports.Collector` for endpoints that are local directories."""

    def __init__(self, root_of: Callable[[str], Path | None]) -> None:
        """Take where the root of an endpoint is, by the endpoint's id."""
        self._root_of = root_of

    def list(self, source: Source) -> Sequence[Offer]:
        """Return the files of a source by name; those that are hidden left out.

        Raises:
            CollectFailed: when there is no such endpoint, or the directory lies
                outside its root or cannot be read.
        """
        directory = self._directory(source)
        try:
            return sorted(_offers(directory), key=lambda offer: offer.name)
        except OSError as error:
            raise CollectFailed(f"{directory}: {error.strerror}") from error

    def fetch(self, source: Source, offer: Offer, to: Path) -> None:
        """Copy an offered file.

        Raises:
            CollectFailed: when it is not there any more, or is not what was offered.
        """
        file = self._directory(source) / offer.name
        try:
            # A link that was put in its place meanwhile may lead anywhere.
            descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW)
            with os.fdopen(descriptor, "rb") as opened, to.open("wb") as copy:
                shutil.copyfileobj(opened, copy)
                found = _offer(offer.name, os.fstat(opened.fileno()))
                copied = copy.tell()
        except OSError as error:
            raise CollectFailed(f"{offer.name}: {error.strerror}") from error
        if found != offer or copied != offer.size:
            to.unlink()
            raise CollectFailed(
                f"{offer.name} changed while it was read; the next run tries again"
            )

    def _directory(self, source: Source) -> Path:
        root = self._root_of(source.endpoint)
        if root is None:
            raise CollectFailed(f"there is no endpoint {source.endpoint!r}")
        whole = root.resolve()
        directory = (whole / source.directory).resolve()
        if not directory.is_relative_to(whole):
            raise CollectFailed(f"{source.directory!r} lies outside the endpoint")
        return directory


def _offers(directory: Path) -> Iterator[Offer]:
    """Yield the files of a directory: neither links nor what is hidden."""
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_file(follow_symlinks=False) and entry.name[0] != ".":
                yield _offer(entry.name, entry.stat(follow_symlinks=False))


def _offer(name: str, facts: os.stat_result) -> Offer:
    if not S_ISREG(facts.st_mode):
        raise CollectFailed(f"{name} is no file")
    modified = datetime.fromtimestamp(facts.st_mtime, UTC)
    return Offer(name, facts.st_size, modified.isoformat(timespec="microseconds"))
