"""From a file as it was sent to files of records that can be read in any order.

A plain file of ISO 2709 is one already, and stays where it lies. Archives come from
outside: no name in them is used as a path, no link is followed, and what they unpack to
is bounded. A file is taken whole or not at all.
"""

import errno
import gzip
import os
import tarfile
import zlib
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from struct import error as StructError  # noqa: N812 - it is an exception class
from typing import BinaryIO, Final
from zipfile import BadZipFile

from almandine.formats.intake.allowance import Allowance
from almandine.formats.intake.form import Format, Packing, format_of, packing_of
from almandine.formats.intake.shelf import (
    Incoming,
    Shelf,
    as_it_lies,
    pieces_of,
    with_head,
)
from almandine.formats.intake.tarred import untarred
from almandine.formats.intake.unreadable import Unreadable
from almandine.formats.intake.zipped import unzipped

_DAMAGE: Final = (
    BadZipFile,
    EOFError,
    NotImplementedError,
    RecursionError,
    StructError,
    ValueError,
    gzip.BadGzipFile,
    tarfile.TarError,
    zlib.error,
)
"""What the libraries raise for archives that are not as they should be."""


def unpack(source: Path, into: Path) -> Sequence[Incoming]:
    """Find the records of a file, packed or not; memory stays flat.

    Args:
        source: Plain, gzip, zip, tar or tar.gz; told by content, not by name. It is
            whole, and nobody writes to it: what is found may be this file itself.
        into: A directory with nothing in it, for what has to be unpacked or made
            UTF-8.

    Raises:
        Unreadable: for what cannot be taken; the directory is then empty again.
    """
    shelf = Shelf(into)
    try:
        with source.open("rb") as stream, _damage_told():
            return _taken(source, stream, shelf)
    except BaseException:
        shelf.clear()
        raise


def _taken(source: Path, stream: BinaryIO, shelf: Shelf) -> Sequence[Incoming]:
    before = os.fstat(stream.fileno())
    found = list(_unpacked(source, stream, shelf))
    after = os.fstat(stream.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise Unreadable("it changed while it was read; send it again")
    if not found:
        raise Unreadable("no file is in it; was it packed whole?")
    return found


def _unpacked(source: Path, stream: BinaryIO, shelf: Shelf) -> Iterator[Incoming]:
    name = source.name
    head, pieces = with_head(pieces_of(stream))
    allowance = Allowance(os.fstat(stream.fileno()).st_size)
    match packing_of(head):
        case None if format_of(head) is Format.ISO2709:
            yield as_it_lies(source)
        case None:
            yield shelf.keep(name, pieces)
        case Packing.GZIP:
            stream.seek(0)
            with gzip.open(stream) as content:
                pieces = allowance.spend(pieces_of(content))
                yield from _gunzipped(name, pieces, shelf)
        case Packing.ZIP:
            yield from unzipped(stream, shelf, allowance)
        case Packing.TAR:
            yield from _from_tar(allowance.spend(pieces), shelf)


def _gunzipped(name: str, pieces: Iterator[bytes], shelf: Shelf) -> Iterator[Incoming]:
    head, pieces = with_head(pieces)
    match packing_of(head):
        case None:
            yield shelf.keep(name.removesuffix(".gz"), pieces)
        case Packing.TAR:
            yield from _from_tar(pieces, shelf)
        case _:
            raise Unreadable("it is an archive in an archive; pack the files just once")


def _from_tar(pieces: Iterator[bytes], shelf: Shelf) -> Iterator[Incoming]:
    path = shelf.write("tar", pieces)
    yield from untarred(path, shelf, Allowance(path.stat().st_size))
    path.unlink()


@contextmanager
def _damage_told() -> Generator[None]:
    """Turn what the libraries say of an archive into words of ours."""
    try:
        yield
    except _DAMAGE as error:
        raise _damaged(error) from None
    except OSError as error:
        # Offsets in a damaged archive lead to before the beginning of the file.
        if error.errno == errno.EINVAL:
            raise _damaged(error) from None
        raise


def _damaged(error: Exception) -> Unreadable:
    return Unreadable(f"it is cut off or damaged ({error}); send it again")
