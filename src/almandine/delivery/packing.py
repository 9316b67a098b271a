"""Packs a file: as it is, or the one member of an archive.

Nothing in an archive depends on when it is made, so that making it again makes it the
same.
"""

import gzip
import tarfile
import zipfile
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import BinaryIO, Final

from almandine.engine.ports import Member, Packing

_MODE: Final = 0o644
_BLOCK: Final = tarfile.BLOCKSIZE
_RECORD: Final = tarfile.RECORDSIZE

Put = Callable[[bytes], object]


@contextmanager
def packed(file: BinaryIO, packing: Packing, member: Member) -> Generator[Put]:
    """Yield what takes the content; the archive is whole when the block ends."""
    match packing:
        case Packing.NONE:
            yield file.write
        case Packing.TAR_GZ:
            with _tar_gz(file, member) as put:
                yield put
        case Packing.ZIP:
            with _zip(file, member) as put:
                yield put


@contextmanager
def _tar_gz(file: BinaryIO, member: Member) -> Generator[Put]:
    """Write an archive of one member as it comes: `tarfile` wants to read it."""
    seconds = int(member.at.timestamp())
    head = tarfile.TarInfo(member.name)
    head.size, head.mtime, head.mode = member.size, seconds, _MODE
    with gzip.GzipFile(member.name, "wb", fileobj=file, mtime=seconds) as zipped:
        header = head.tobuf(tarfile.PAX_FORMAT)
        zipped.write(header)
        yield zipped.write
        content = member.size + -member.size % _BLOCK
        whole = len(header) + content + 2 * _BLOCK
        padding = -member.size % _BLOCK + 2 * _BLOCK + -whole % _RECORD
        zipped.write(bytes(padding))


@contextmanager
def _zip(file: BinaryIO, member: Member) -> Generator[Put]:
    head = zipfile.ZipInfo(member.name, member.at.timetuple()[:6])
    head.compress_type = zipfile.ZIP_DEFLATED
    head.external_attr = _MODE << 16
    with (
        zipfile.ZipFile(file, "w") as archive,
        archive.open(head, "w", force_zip64=member.size >= zipfile.ZIP64_LIMIT) as put,
    ):
        yield put.write
