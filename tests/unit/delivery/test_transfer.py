"""What has arrived is compared with what was sent, byte by byte."""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from almandine.delivery.local import LocalRemote
from almandine.delivery.transfer import verify
from almandine.engine.ports import EndpointFailed

SENT = bytes(range(256)) * 8_000
"""More than a block."""
NAME = PurePosixPath("news.xml")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    source = tmp_path / "sent.xml"
    source.write_bytes(SENT)
    return source


def found_wrong(source: Path, arrived: bytes) -> str:
    """Return what is found wrong with what has arrived; empty for nothing."""
    (source.parent / NAME).write_bytes(arrived)
    try:
        verify(LocalRemote(source.parent), NAME, source)
    except EndpointFailed as failed:
        return str(failed)
    return ""


def test_the_same_bytes_have_arrived(source: Path) -> None:
    assert found_wrong(source, SENT) == ""
    source.write_bytes(b"")
    assert found_wrong(source, b"") == ""


@pytest.mark.parametrize("at", [0, 1 << 20, len(SENT) - 1])
def test_one_byte_that_differs_is_found(source: Path, at: int) -> None:
    arrived = SENT[:at] + bytes([SENT[at] ^ 1]) + SENT[at + 1 :]
    assert "did not keep what was written" in found_wrong(source, arrived)


@pytest.mark.parametrize("arrived", [b"", SENT[:-1], SENT + b"x"])
def test_another_size_is_told(source: Path, arrived: bytes) -> None:
    assert f"{len(arrived):,} bytes have arrived" in found_wrong(source, arrived)


class Shifting(LocalRemote):
    """An endpoint that says one size, and then hands out less or more."""

    def __init__(self, root: Path, handed: bytes) -> None:
        super().__init__(root)
        self.handed = handed

    def read(self, path: PurePosixPath) -> Iterator[bytes]:
        del path
        yield self.handed


@pytest.mark.parametrize("handed", [b"", SENT[:-1], SENT + b"x"])
def test_what_is_read_back_must_end_where_it_ends(source: Path, handed: bytes) -> None:
    (source.parent / NAME).write_bytes(SENT)
    with pytest.raises(EndpointFailed, match="did not keep"):
        verify(Shifting(source.parent, handed), NAME, source)
