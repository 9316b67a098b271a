"""Take the members of a zip archive."""

import stat
from collections.abc import Iterator
from io import SEEK_END
from struct import Struct
from typing import BinaryIO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from almandine.formats.intake.allowance import Allowance
from almandine.formats.intake.members import kept
from almandine.formats.intake.shelf import Incoming, Shelf, pieces_of
from almandine.formats.intake.unreadable import Unreadable

MAX_DIRECTORY: Final = 1 << 20
"""Bytes of the list of members, which is read as a whole."""

_END: Final = Struct("<4s4H2LH")
_END_MARK: Final = b"PK\x05\x06"
_LOCATOR_MARK: Final = b"PK\x06\x07"
_LOCATOR_LENGTH: Final = 20
_LONGEST_END: Final = _END.size + _LOCATOR_LENGTH + (1 << 16)
_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000
"""Bits of a member's flags: by password, strongly, or with its very name hidden."""


def unzipped(
    stream: BinaryIO, shelf: Shelf, allowance: Allowance
) -> Iterator[Incoming]:
    """Put the members on the shelf, folders left out.

    Raises:
        Unreadable: for anything but plain files of records within the allowance.
    """
    _check_directory(stream)
    with ZipFile(stream) as archive:
        for member in archive.infolist():
            allowance.another()
            if not member.filename.endswith("/"):
                yield _member(archive, member, shelf, allowance)


def _member(
    archive: ZipFile, member: ZipInfo, shelf: Shelf, allowance: Allowance
) -> Incoming:
    name = member.filename
    if member.flag_bits & _ENCRYPTED:
        raise Unreadable(f"{name!r} in it is encrypted; pack it without a password")
    # Others may ask for gigabytes of memory before the first byte comes out.
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise Unreadable(f"{name!r} in it is not packed with deflate; pack it so")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise Unreadable(f"{name!r} in it is a link or device; pack plain files")
    with archive.open(member) as content:
        return kept(name, allowance.spend(pieces_of(content)), shelf)


def _check_directory(stream: BinaryIO) -> None:
    """Look at the length of the list before the library reads it into memory."""
    size = stream.seek(0, SEEK_END)
    begin = max(0, size - _LONGEST_END)
    stream.seek(begin)
    tail = stream.read()
    stream.seek(0)
    at = tail.rfind(_END_MARK)
    if at < 0 or at + _END.size > len(tail):
        raise Unreadable("it is cut off or damaged; send it again")
    if tail[:at][-_LOCATOR_LENGTH:].startswith(_LOCATOR_MARK):
        raise Unreadable("zip64 is not taken; pack at most 1,000 files of 2 GiB in all")
    if _END.unpack_from(tail, at)[5] > MAX_DIRECTORY:
        raise Unreadable("its list of members is too long; split the archive")
