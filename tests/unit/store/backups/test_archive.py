"""A backup that is not as it was written is never believed."""

import io
import tarfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from almandine.store.backups.archive import content_of, pieces, verify
from almandine.store.backups.manifest import HEAD_TEXT, BadBackup, Manifest
from almandine.store.backups.packing import Packing

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROWS = "tables/bib/000000.msgpack.gz"


def packed(file: Path) -> Manifest:
    """Write a backup of one table and one file."""
    pepper = file.with_name("pepper")
    pepper.write_bytes(b"secret" * 999)
    with file.open("wb") as opened:
        packing = Packing(opened, NOON)
        packing.add(ROWS, b"rows")
        packing.add_file("files/pepper", pepper)
        manifest = Manifest(
            program="1.0",
            schema="",
            database="sqlite",
            made_at=NOON,
            tables=[],
            missing=[],
            members=dict(packing.members),
        )
        packing.seal(manifest)
    return manifest


def refused(file: Path) -> str:
    with pytest.raises(BadBackup) as raised:
        verify(file, lambda _: None)
    return str(raised.value)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "almandine.backup"
    packed(made)
    return made


def written(file: Path, change: Callable[[bytes], bytes]) -> Path:
    file.write_bytes(change(file.read_bytes()))
    return file


def test_a_backup_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = tmp_path / "almandine.backup"
    manifest = packed(file)
    told: list[int] = []
    assert verify(file, told.append) == manifest
    assert told == sorted(told)


def test_pieces_come_in_the_order_in_which_they_were_added(file: Path) -> None:
    names = ["FORMAT", ROWS, "files/pepper", "MANIFEST.json", "MANIFEST.sha256"]
    assert [piece.name for piece in pieces(file)] == names


def test_a_flipped_bit_in_any_piece_is_found(file: Path) -> None:
    flipped = written(file, lambda whole: whole.replace(b"secret", b"sekret", 1))
    assert refused(flipped) == "1 of its pieces are damaged, first files/pepper"


def test_a_manifest_that_was_written_to_is_found(file: Path) -> None:
    changed = written(file, lambda whole: whole.replace(b'"sqlite"', b'"oracle"'))
    assert refused(changed) == "its manifest is damaged"


@pytest.mark.parametrize("share", [0.1, 0.2, 0.5])
def test_a_file_that_ends_too_soon_is_found(file: Path, share: float) -> None:
    short = written(file, lambda whole: whole[: int(len(whole) * share)])
    assert "damaged" in refused(short) or "its end is missing" in refused(short)


def test_a_file_that_ends_between_two_pieces_is_found(file: Path) -> None:
    short = written(file, lambda whole: whole[: whole.index(b"MANIFEST.json")])
    assert refused(short) == "it is not whole: its end is missing"


@pytest.mark.parametrize("content", [b"", b"PK\3\4" * 400])
def test_what_is_no_backup_is_refused(file: Path, content: bytes) -> None:
    assert refused(written(file, lambda _: content)).startswith("it is damaged, or no")


def test_another_tar_is_refused(file: Path) -> None:
    with tarfile.open(file, "w") as tar:
        tar.addfile(tarfile.TarInfo("almandine.db"))
    assert refused(file) == "it is not a backup of this service"


def test_a_backup_of_another_format_is_refused(file: Path) -> None:
    later = written(file, lambda whole: whole.replace(b"backup 1\n", b"backup 2\n"))
    assert refused(later) == "it was written by a release that is newer than this one"


@pytest.mark.parametrize(
    "name",
    [
        "files/../../etc/passwd",
        "/etc/passwd",
        "files/",
        "files//x",
        "other/x",
        "tables/./x",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(file: Path, name: str) -> None:
    with file.open("wb") as opened:
        packing = Packing(opened, NOON)
        packing.add(name, b"")
    assert refused(file) == f"{name!r} has no place in a backup"


def test_a_link_is_refused(file: Path) -> None:
    with tarfile.open(file, "w") as tar:
        head = tarfile.TarInfo("FORMAT")
        head.size = len(HEAD_TEXT)
        tar.addfile(head, io.BytesIO(HEAD_TEXT))
        link = tarfile.TarInfo("files/pepper")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    assert refused(file) == "'files/pepper' has no place in a backup"


def test_a_piece_that_changed_since_it_was_looked_at_is_refused(
    tmp_path: Path,
) -> None:
    file = tmp_path / "almandine.backup"
    manifest = packed(file)
    written(file, lambda whole: whole.replace(b"rows", b"sour"))
    changed = next(piece for piece in pieces(file) if piece.name == ROWS)
    with pytest.raises(BadBackup, match="has changed since"):
        content_of(changed, manifest)
