"""The directory where a file's records are put; on refusal, nothing stays there."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final, Protocol

from almandine.formats.intake.form import HEAD, Format, format_of
from almandine.formats.intake.prolog import encoding_of, root_of
from almandine.formats.intake.transcoding import in_utf8

MAX_NAME: Final = 255
"""Characters."""

_FOLDER: Final = re.compile(r".*[/\\]", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file of records, ready to be read in any order."""

    name: str
    """What it was called, to be shown: no folders, no path to open."""
    path: Path
    size: int
    """Bytes, as it lies there."""
    format: Format


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return so many bytes, fewer at the end, none behind it."""
        ...


def pieces_of(stream: Readable) -> Iterator[bytes]:
    """Read a stream to its end, memory flat."""
    return iter(lambda: stream.read(HEAD), b"")


def with_head(pieces: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first piece, and all of them."""
    head = next(pieces, b"")
    return head, chain([head], pieces)


def as_it_lies(source: Path) -> Incoming:
    """Return a plain file of ISO 2709, which is ready as it came."""
    return Incoming(_shown(source.name), source, source.stat().st_size, Format.ISO2709)


class Shelf:
    """What has been put down so far."""

    def __init__(self, into: Path) -> None:
        self._into = into
        self._paths: list[Path] = []

    def keep(self, name: str, pieces: Iterator[bytes]) -> Incoming:
        """Write a file of records under a name of our own.

        Raises:
            Unreadable: when it holds something else.
        """
        head, pieces = with_head(pieces)
        form = format_of(head)
        if form is Format.MARCXML:
            head, pieces = with_head(in_utf8(pieces, encoding_of(head)))
            root_of(head)
        path = self.write(form.extension, pieces)
        return Incoming(_shown(name), path, path.stat().st_size, form)

    def write(self, extension: str, pieces: Iterable[bytes]) -> Path:
        """Write a file, whatever it holds."""
        path = self._into / f"{len(self._paths) + 1}.{extension}"
        with path.open("xb") as file:
            self._paths.append(path)
            file.writelines(pieces)
        return path

    def clear(self) -> None:
        """Take everything away again."""
        for path in self._paths:
            path.unlink(missing_ok=True)


def _shown(name: str) -> str:
    """Return a name that any report can hold, whatever bytes it was made of."""
    own = _FOLDER.sub("", name)[:MAX_NAME]
    return "".join(one if one.isprintable() else "\ufffd" for one in own)
