"""Files that were sent to the service."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from almandine.delivery.uploads import LocalUploads


def test_a_file_is_kept_as_it_came(tmp_path: Path) -> None:
    with LocalUploads(tmp_path).receive("u1", "a.mrc") as file:
        file.write(b"12345")
    assert (tmp_path / "u1" / "a.mrc").read_bytes() == b"12345"


def test_nothing_is_left_of_a_file_that_was_not_sent_whole(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        _cut_off(LocalUploads(tmp_path))
    assert list(tmp_path.iterdir()) == []


def _cut_off(uploads: LocalUploads) -> None:
    with uploads.receive("u1", "a.mrc") as file:
        file.write(b"12")
        raise ConnectionError


def test_an_old_upload_is_known_by_its_age_and_dropped(tmp_path: Path) -> None:
    uploads, now = LocalUploads(tmp_path), datetime.now(UTC)
    with uploads.receive("u1", "a.mrc"):
        pass
    assert list(uploads.older_than(now - timedelta(hours=1))) == []
    assert list(uploads.older_than(now + timedelta(hours=1))) == ["u1"]
    uploads.drop("u1")
    uploads.drop("u1")
    assert list(tmp_path.iterdir()) == []
