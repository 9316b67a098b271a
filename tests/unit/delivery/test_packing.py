"""An archive holds its one member, and is the same whenever it is made."""

import io
import tarfile
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest

from almandine.delivery.packing import packed
from almandine.engine.ports import Member, Packing

NOON = datetime(2026, 11, 27, 12, 0, 2, tzinfo=UTC)
NAME = "publish_1_20261127_121102[000]_new.xml"
SIZES = [0, 1, 511, 512, 513, 10_239, 10_240, 10_241, 3_000_000]


def made(packing: Packing, content: bytes, at: datetime = NOON) -> bytes:
    file = io.BytesIO()
    with packed(file, packing, Member(NAME, len(content), at)) as put:
        for start in range(0, len(content), 1_000):
            put(content[start : start + 1_000])
    return file.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_a_tar_gz_is_read_by_others(size: int) -> None:
    content = bytes(range(256)) * (size // 256) + bytes(size % 256)
    archive = tarfile.open(fileobj=io.BytesIO(made(Packing.TAR_GZ, content)))  # noqa: SIM115 - in memory
    (member,) = archive.getmembers()
    file = archive.extractfile(member)
    assert file is not None
    assert (member.name, member.mtime, file.read()) == (NAME, NOON.timestamp(), content)


@pytest.mark.parametrize("size", SIZES)
def test_a_zip_is_read_by_others(size: int) -> None:
    archive = zipfile.ZipFile(io.BytesIO(made(Packing.ZIP, bytes(size))))
    assert archive.testzip() is None
    (member,) = archive.infolist()
    assert (member.filename, member.date_time) == (NAME, (2026, 11, 27, 12, 0, 2))
    assert archive.read(member) == bytes(size)


def test_a_file_that_is_not_packed_is_its_content() -> None:
    assert made(Packing.NONE, b"content") == b"content"


@pytest.mark.parametrize("packing", list(Packing))
def test_making_it_again_makes_it_the_same(packing: Packing) -> None:
    elsewhere = NOON.astimezone(timezone(timedelta(hours=1)))
    content = b"content" * 1_000
    again = made(packing, content, elsewhere if packing is not Packing.ZIP else NOON)
    assert again == made(packing, content)
