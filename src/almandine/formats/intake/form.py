"""What a file is, told by how it begins and never by its name."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from almandine.formats.intake.unreadable import Unreadable

HEAD: Final = 1 << 16
"""Bytes from which a file is told."""


class Format(StrEnum):
    """How records are written in a file."""

    ISO2709 = "iso2709"
    MARCXML = "marcxml"

    @property
    def extension(self) -> str:
        """What names of such files end in, without the dot."""
        return "xml" if self is Format.MARCXML else "mrc"


class Packing(StrEnum):
    """What a file may be packed in."""

    GZIP = "gzip"
    ZIP = "zip"
    TAR = "tar"


_PACKINGS: Final[Mapping[bytes, Packing]] = {
    b"\x1f\x8b": Packing.GZIP,
    b"PK\x03\x04": Packing.ZIP,
    b"PK\x05\x06": Packing.ZIP,
}
_TAR_MARK: Final = b"ustar"
_TAR_MARK_AT: Final = 257
_NOT_TAKEN: Final[Mapping[bytes, str]] = {
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"7z\xbc\xaf\x27\x1c": "7z",
    b"Rar!": "rar",
    b"\x28\xb5\x2f\xfd": "zstd",
}
_BEFORE_RECORDS: Final = b"\xef\xbb\xbf \t\r\n\x00\x1a"
_XML_STARTS: Final = (b"<", b"\xff\xfe<\x00", b"\xfe\xff\x00<", b"<\x00", b"\x00<")
_LEADER: Final = re.compile(rb"\d{5}|.{0,65535}?22\d{5}.{3}4500", re.DOTALL)
"""A record length, or somewhere what all leaders of MARC 21 have in common."""


def packing_of(head: bytes) -> Packing | None:
    """Tell what a file is packed in; None for a file of records, or anything else.

    Raises:
        Unreadable: when it is packed in a way that is not taken.
    """
    for magic, name in _NOT_TAKEN.items():
        if head.startswith(magic):
            raise Unreadable(f"{name} is not taken; pack it as gzip, zip or tar.gz")
    for magic, packing in _PACKINGS.items():
        if head.startswith(magic):
            return packing
    is_tar = head.startswith(_TAR_MARK, _TAR_MARK_AT)
    return Packing.TAR if is_tar else None


def format_of(head: bytes) -> Format:
    """Tell how records are written in a file that is not packed.

    Raises:
        Unreadable: when it is empty, or holds something else.
    """
    if not head:
        raise Unreadable("it is empty; was it sent whole?")
    if head.startswith(_XML_STARTS):
        return Format.MARCXML
    begun = head.lstrip(_BEFORE_RECORDS)
    if not begun:
        raise Unreadable("it begins with nothing but blanks or zeros; send it again")
    if begun.startswith(b"<"):
        return Format.MARCXML
    if _LEADER.match(begun):
        return Format.ISO2709
    raise Unreadable("it is neither MARC 21 (ISO 2709) nor MARCXML; export it as one")
