"""From files as they were sent to files of records, or to a clear refusal."""

import gzip
import tarfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from random import Random
from threading import Event, Thread
from zipfile import ZipFile, ZipInfo

import pytest

from almandine.formats.intake import Format, Unreadable, unpack
from almandine.formats.intake.allowance import MAX_MEMBERS
from unit.formats.intake.files import BINARY, XML, tar_gz, tarred, written, zipped

NOISE = b"00099" + Random(2).randbytes(50_000).hex().encode()  # noqa: S311 - no secret
"""What cannot be packed to less than half."""

Pack = Callable[[Mapping[str, bytes]], bytes]
Taken = list[tuple[str, bytes, Format]]


def taken(directory: Path, data: bytes) -> Taken:
    """Unpack, and return names, contents and formats."""
    into = directory / "records"
    into.mkdir()
    source = written(directory, data)
    incoming = unpack(source, into)
    assert {one.path for one in incoming} - {source} == set(into.iterdir())
    assert [one.size for one in incoming] == [
        one.path.stat().st_size for one in incoming
    ]
    return [(one.name, one.path.read_bytes(), one.format) for one in incoming]


def refusal(directory: Path, data: bytes) -> str:
    """Unpack in vain; return why, once it is sure that nothing was left behind."""
    into = directory / "records"
    into.mkdir()
    with pytest.raises(Unreadable) as caught:
        unpack(written(directory, data), into)
    assert list(into.iterdir()) == []
    return str(caught.value)


@pytest.mark.parametrize("data", [BINARY, gzip.compress(BINARY, mtime=0)])
def test_records_of_marc_21_come_as_they_are(tmp_path: Path, data: bytes) -> None:
    assert taken(tmp_path, data) == [("incoming", BINARY, Format.ISO2709)]


def test_a_plain_file_of_marc_21_is_read_where_it_lies(tmp_path: Path) -> None:
    source, into = written(tmp_path, BINARY), tmp_path / "records"
    into.mkdir()
    assert [one.path for one in unpack(source, into)] == [source]


@pytest.mark.parametrize("data", [XML, gzip.compress(XML, mtime=0)])
def test_records_of_marcxml_come_as_they_are(tmp_path: Path, data: bytes) -> None:
    assert taken(tmp_path, data) == [("incoming", XML, Format.MARCXML)]


@pytest.mark.parametrize("pack", [zipped, tarred, tar_gz])
def test_each_member_of_an_archive_is_a_file(tmp_path: Path, pack: Pack) -> None:
    data = pack({"a.mrc": BINARY, "b.xml": XML})
    assert taken(tmp_path, data) == [
        ("a.mrc", BINARY, Format.ISO2709),
        ("b.xml", XML, Format.MARCXML),
    ]


@pytest.mark.parametrize("pack", [zipped, tar_gz])
@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\passwd"])
def test_a_path_in_an_archive_leads_nowhere(
    tmp_path: Path, pack: Pack, name: str
) -> None:
    assert taken(tmp_path, pack({name: BINARY})) == [("passwd", BINARY, Format.ISO2709)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("caf\udce9.mrc", "caf\ufffd.mrc"), ("a\nb", "a\ufffdb"), ("é" * 300, "é" * 255)],
)
def test_a_name_is_fit_for_reports(tmp_path: Path, name: str, shown: str) -> None:
    assert taken(tmp_path, tarred({name: BINARY})) == [(shown, BINARY, Format.ISO2709)]


def test_folders_are_left_out(tmp_path: Path) -> None:
    folder = tarfile.TarInfo("weekly")
    folder.type = tarfile.DIRTYPE
    data = tarred({"weekly/a.mrc": BINARY}, folder)
    assert taken(tmp_path, data) == [("a.mrc", BINARY, Format.ISO2709)]


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_a_link_or_device_in_a_tar_is_refused(tmp_path: Path, kind: bytes) -> None:
    link = tarfile.TarInfo("link")
    link.type = kind
    link.linkname = "/etc/passwd"
    because = refusal(tmp_path, tar_gz({"a.mrc": BINARY}, link))
    assert because == "'link' in it is no plain file; pack plain files"


def test_a_link_in_a_zip_is_refused(tmp_path: Path) -> None:
    packed = BytesIO()
    link = ZipInfo("link")
    link.external_attr = 0o120777 << 16
    with ZipFile(packed, "w") as archive:
        archive.writestr(link, "/etc/passwd")
    because = refusal(tmp_path, packed.getvalue())
    assert because == "'link' in it is a link or device; pack plain files"


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.mrc": BINARY}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    because = refusal(tmp_path, bytes(data))
    assert because == "'a.mrc' in it is encrypted; pack it without a password"


@pytest.mark.parametrize("pack", [zipped, tar_gz])
def test_one_member_too_many_is_refused(tmp_path: Path, pack: Pack) -> None:
    members = {f"{n}.mrc": NOISE[:5] + NOISE[n:][:200] for n in range(MAX_MEMBERS + 1)}
    assert "more than 1,000 members" in refusal(tmp_path, pack(members))


def test_as_many_members_as_may_be_are_taken(tmp_path: Path) -> None:
    content = {f"{n}.mrc": BINARY + b"%d" % n for n in range(MAX_MEMBERS)}
    assert len(taken(tmp_path, zipped(content))) == MAX_MEMBERS


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(BINARY + bytes(10_000_000), mtime=0),
        zipped({"a.mrc": BINARY + bytes(10_000_000)}),
        tar_gz({"a.mrc": BINARY + bytes(10_000_000)}),
    ],
    ids=["gzip", "zip", "tar.gz"],
)
def test_a_bomb_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "more than 100 times its size" in refusal(tmp_path, data)


@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(gzip.compress(BINARY, mtime=0)),
        gzip.compress(zipped({"a.mrc": BINARY})),
        zipped({"a.mrc": gzip.compress(BINARY, mtime=0)}),
        zipped({"a.tar": tarred({"a.mrc": BINARY})}),
        tar_gz({"a.zip": zipped({"a.mrc": BINARY})}),
    ],
)
def test_an_archive_in_an_archive_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "pack the files just once" in refusal(tmp_path, data)


@pytest.mark.parametrize("cut", [1, 8, 9, 600, 30_000])
@pytest.mark.parametrize(
    "data",
    [
        gzip.compress(NOISE, mtime=0),
        zipped({"a.mrc": NOISE}),
        tarred({"a.mrc": NOISE})[: -10_240 + 1024],
        tar_gz({"a.mrc": NOISE}),
    ],
    ids=["gzip", "zip", "tar", "tar.gz"],
)
def test_an_archive_that_is_cut_off_is_refused(
    tmp_path: Path, data: bytes, cut: int
) -> None:
    assert "it is cut off" in refusal(tmp_path, data[:-cut])


def test_a_zip_whose_content_does_not_match_its_checksum_is_refused(
    tmp_path: Path,
) -> None:
    data = bytearray(zipped({"a.mrc": NOISE}))
    data[30_000] ^= 0xFF
    assert "cut off or damaged" in refusal(tmp_path, bytes(data))


def test_a_damaged_archive_is_refused_whatever_the_damage(tmp_path: Path) -> None:
    chance = Random(3)  # noqa: S311 - to be repeated
    members = {"a.mrc": BINARY, "b.xml": XML}
    for number in range(1_000):
        data = bytearray(chance.choice([zipped, tarred, tar_gz])(members))
        for _ in range(chance.randrange(1, 12)):
            # Most of what an archive says of itself stands at its begin or its end.
            near = chance.choice([len(data), min(len(data), 512)])
            at = chance.choice([1, -1]) * chance.randrange(near)
            data[at] = chance.choice([chance.randrange(256), 0, 255])
        into = tmp_path / str(number)
        into.mkdir()
        source = written(tmp_path, bytes(data))
        try:
            kept = {one.path for one in unpack(source, into)}
        except Unreadable:
            kept = set[Path]()
        # Some look like a file of records by now.
        assert set(into.iterdir()) == kept - {source}, f"seed 3, archive {number}"


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (b"", "it is empty; was it sent whole?"),
        (gzip.compress(b"", mtime=0), "it is empty; was it sent whole?"),
        (bytes(5000), "it begins with nothing but blanks or zeros; send it again"),
        (b"BZh91AY", "bzip2 is not taken; pack it as gzip, zip or tar.gz"),
        (b"Title,ISBN\r\nEmma,1\r\n", "it is neither MARC 21 (ISO 2709) nor MARCXML"),
        (b"\x89PNG\r\n\x1a\n\x1e\x1d\x1f", "it is neither MARC 21 (ISO 2709) nor"),
        (zipped({}), "no file is in it; was it packed whole?"),
        (zipped({"a.mrc": b""}), "'a.mrc' in it: it is empty"),
        (zipped({"a.mrc": BINARY, "readme.txt": b"Hi"}), "'readme.txt' in it: it is"),
    ],
)
def test_what_holds_no_records_is_refused(
    tmp_path: Path, data: bytes, because: str
) -> None:
    assert refusal(tmp_path, data).startswith(because)


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"\r\n\r\n", b"\x00\x00"])
def test_filler_before_the_first_record_is_no_hindrance(
    tmp_path: Path, before: bytes
) -> None:
    assert taken(tmp_path, before + BINARY) == [
        ("incoming", before + BINARY, Format.ISO2709)
    ]


def test_marc_is_told_when_its_first_record_is_broken(tmp_path: Path) -> None:
    data = b"     nam" + BINARY[8:]
    assert taken(tmp_path, data) == [("incoming", data, Format.ISO2709)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "latin-1"])
def test_xml_in_another_encoding_comes_as_utf_8(tmp_path: Path, encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><collection>é</collection>'
    assert taken(tmp_path, text.encode(encoding)) == [
        ("incoming", text.encode(), Format.MARCXML)
    ]


@pytest.mark.parametrize(
    ("data", "because"),
    [
        (b'<?xml version="1.0" encoding="EBCDIC-US"?><a/>', "encoding EBCDIC-US is"),
        (
            b'<?xml version="1.0" encoding="base64"?><a/>',
            "encoding base64 is not taken",
        ),
        (
            "<a>".encode("utf-16") + b"\x00\xd8\x20\x00",
            "near byte 0 it is not in utf-16",
        ),
        (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "a DOCT"),
        ('<!DOCTYPE a SYSTEM "http://127.0.0.1/"><a/>'.encode("utf-16"), "a DOCTYPE"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><!doctype html>", "a DOCTYPE"),
        (b"< 1 or > 2", "it is not XML: no element begins it; export it again"),
    ],
)
def test_xml_that_cannot_be_trusted_is_refused(
    tmp_path: Path, data: bytes, because: str
) -> None:
    assert refusal(tmp_path, data).startswith(because)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        unpack(tmp_path / "gone", tmp_path)


def test_a_file_that_was_there_stays_as_it_is(
    tmp_path: Path,
) -> None:
    (tmp_path / "1.xml").write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        unpack(written(tmp_path, XML), tmp_path)
    assert (tmp_path / "1.xml").read_bytes() == b"mine"


def test_a_file_that_grows_while_it_is_copied_is_refused(tmp_path: Path) -> None:
    source, into = written(tmp_path, XML + b"\n" * 20_000_000), tmp_path / "records"
    into.mkdir()
    begun, done = Event(), Event()

    def grow() -> None:
        with source.open("ab", buffering=0) as file:
            for _ in range(1_000_000):
                file.write(b"\n")
                begun.set()
                if done.is_set():
                    break

    writer = Thread(target=grow)
    writer.start()
    begun.wait()
    try:
        with pytest.raises(Unreadable, match="it changed while it was read"):
            unpack(source, into)
    finally:
        done.set()
        writer.join()
    assert list(into.iterdir()) == []
