"""Take the members of a tar archive."""

import tarfile
from collections.abc import Iterator
from io import SEEK_END, FileIO
from pathlib import Path
from typing import Final

from almandine.formats.intake.allowance import Allowance
from almandine.formats.intake.form import HEAD
from almandine.formats.intake.members import kept
from almandine.formats.intake.shelf import Incoming, Shelf, pieces_of
from almandine.formats.intake.unreadable import Unreadable

_END: Final = bytes(1024)
"""Two blocks of zeros end every archive."""


def untarred(path: Path, shelf: Shelf, allowance: Allowance) -> Iterator[Incoming]:
    """Put the members on the shelf, folders left out.

    Raises:
        Unreadable: for anything but plain files of records within the allowance.
    """
    with _Wary(path) as stream:
        _check_end(stream)
        with tarfile.open(fileobj=stream, mode="r:") as archive:
            for member in archive:
                allowance.another()
                if not member.isdir():
                    yield _member(archive, member, shelf, allowance)


def _member(
    archive: tarfile.TarFile,
    member: tarfile.TarInfo,
    shelf: Shelf,
    allowance: Allowance,
) -> Incoming:
    content = archive.extractfile(member) if member.isreg() else None
    if content is None or member.issparse():
        raise Unreadable(f"{member.name!r} in it is no plain file; pack plain files")
    return kept(member.name, allowance.spend(pieces_of(content)), shelf)


def _check_end(stream: FileIO) -> None:
    size = stream.seek(0, SEEK_END)
    stream.seek(max(0, size - len(_END)))
    if stream.read() != _END:
        raise Unreadable("it is cut off; send it again")
    stream.seek(0)


class _Wary(FileIO):
    """A file that is never read in large pieces.

    The library reads a header as a whole, however long the archive says it is.
    """

    def read(self, size: int | None = -1) -> bytes:
        """Return so many bytes.

        Raises:
            Unreadable: when that is more than any header, or than we ask for.
        """
        if size is not None and size > HEAD:
            raise Unreadable("it has a header longer than 64 KiB; pack it again")
        return super().read(-1 if size is None else size)
