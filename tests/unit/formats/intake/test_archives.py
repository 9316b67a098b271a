"""Archives that lie about themselves, refused before they are believed."""

import gzip
import tarfile
from io import BytesIO
from pathlib import Path
from struct import pack
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZipFile

import pytest

from almandine.formats.intake import Unreadable, unpack
from unit.formats.intake.files import BINARY, written, zipped


def refusal(directory: Path, data: bytes) -> str:
    """Unpack in vain; return why."""
    into = directory / "records"
    into.mkdir()
    with pytest.raises(Unreadable) as caught:
        unpack(written(directory, data), into)
    assert list(into.iterdir()) == []
    return str(caught.value)


def with_header(kind: bytes, length: int) -> bytes:
    """Write a tar archive that begins with a header of that length."""
    info = tarfile.TarInfo("././@LongLink")
    info.type, info.size = kind, length
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        archive.addfile(info, BytesIO(b"1" * length))
        archive.addfile(tarfile.TarInfo("a.mrc"))
    return packed.getvalue()


@pytest.mark.parametrize(
    "kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE, tarfile.XGLTYPE]
)
def test_a_long_header_of_a_tar_is_not_read(tmp_path: Path, kind: bytes) -> None:
    because = refusal(tmp_path, with_header(kind, 1 << 20))
    assert because == "it has a header longer than 64 KiB; pack it again"


def test_headers_of_headers_end_in_a_refusal(tmp_path: Path) -> None:
    one = with_header(tarfile.GNUTYPE_LONGNAME, 512)[:1024]
    data = one * 5_000 + bytes(1024)
    assert "recursion" in refusal(tmp_path, data)


def test_a_sparse_member_of_a_tar_is_refused(tmp_path: Path) -> None:
    info = tarfile.TarInfo("a.mrc")
    info.pax_headers = {"GNU.sparse.map": "0,1", "GNU.sparse.size": "99999999999"}
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info)
    because = refusal(tmp_path, gzip.compress(packed.getvalue()))
    assert because == "'a.mrc' in it is no plain file; pack plain files"


def test_a_long_list_of_members_of_a_zip_is_not_read(tmp_path: Path) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for number in range(200):
            archive.writestr(f"{number:06}" * 1_000, BINARY)
    because = refusal(tmp_path, packed.getvalue())
    assert because == "its list of members is too long; split the archive"


def test_a_zip64_is_refused(tmp_path: Path) -> None:
    data = zipped({"a.mrc": BINARY})
    end = data.rindex(b"PK\x05\x06")
    locator = pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    assert "zip64 is not taken" in refusal(tmp_path, data[:end] + locator + data[end:])


@pytest.mark.parametrize("packing", [ZIP_BZIP2, ZIP_LZMA])
def test_a_member_packed_with_anything_but_deflate_is_refused(
    tmp_path: Path, packing: int
) -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", packing) as archive:
        archive.writestr("a.mrc", BINARY)
    because = refusal(tmp_path, packed.getvalue())
    assert because == "'a.mrc' in it is not packed with deflate; pack it so"


def test_a_member_of_a_zip_without_a_name_is_taken_like_any_other(
    tmp_path: Path,
) -> None:
    into = tmp_path / "records"
    into.mkdir()
    data = zipped({"noname": BINARY}).replace(b"noname", b"\0name?")
    (one,) = unpack(written(tmp_path, data), into)
    assert (one.name, one.path.read_bytes()) == ("", BINARY)
