"""Files as vendors send them, and as nobody should."""

import gzip
import tarfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from almandine.formats.intake import Broken, Format, Placed, Unsound, index, read
from almandine.records.marc.marcxml import FOOTER, HEADER, to_marcxml
from unit.records.marc.building import EMMA, record

ONE: Final = record(*EMMA)
TWO: Final = record(("001", b"2"), ("245", b"00\x1faSanditon"))
BINARY: Final = ONE + TWO
XML: Final = HEADER + to_marcxml([ONE, TWO]).text + FOOTER


def zipped(members: Mapping[str, bytes]) -> bytes:
    """Pack members into a zip archive."""
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def tarred(members: Mapping[str, bytes], *special: tarfile.TarInfo) -> bytes:
    """Pack members into a tar archive; special ones come last and have no content."""
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, BytesIO(content))
        for info in special:
            archive.addfile(info)
    return packed.getvalue()


def tar_gz(members: Mapping[str, bytes], *special: tarfile.TarInfo) -> bytes:
    """Pack members into a tar archive, and that with gzip."""
    return gzip.compress(tarred(members, *special))


def prefixed(element: bytes, prefix: bytes) -> bytes:
    """Give all tags of an element a prefix."""
    return (
        element.replace(b"</", b"\0")
        .replace(b"<", b"<" + prefix + b":")
        .replace(b"\0", b"</" + prefix + b":")
    )


def written(directory: Path, data: bytes) -> Path:
    """Write a file."""
    path = directory / "incoming"
    path.write_bytes(data)
    return path


def indexed(directory: Path, data: bytes, form: Format) -> Sequence[Placed | Broken]:
    """Return the places of the records in these bytes."""
    return list(index(written(directory, data), form))


def found(directory: Path, data: bytes, form: Format) -> Sequence[bytes | Unsound]:
    """Index these bytes, then read what is at all places."""
    places = indexed(directory, data, form)
    spans = [(place.offset, place.length) for place in places]
    return read(directory / "incoming", form, spans)
