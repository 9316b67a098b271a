"""What only FTP has: certificates, and servers that know fewer commands."""

import os
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Final

import pytest
from msgspec import structs

from almandine.engine.ports import Found
from endpoints.ftp_server import ftp_site
from endpoints.offices import CONTENT, NAME, left_below, office, refusal

ONLY_NAMES: Final = frozenset({"MLSD", "MLST"})
"""Commands without which a server can only say what files are called."""


def test_a_server_that_lists_only_names_is_asked_for_the_rest(tmp_path: Path) -> None:
    with ftp_site(tmp_path / "old", tls=False, unknown=ONLY_NAMES) as site:
        (site.root / "a.mrc").write_bytes(b"12345")
        os.utime(site.root / "a.mrc", (1_000_000, 1_000_000))
        (site.root / "caf\udce9.mrc").write_bytes(b"1")
        (site.root / "directory").mkdir()
        with office(site.endpoint()).open("vendor") as opened:
            found = opened.list("")
    # What cannot be asked for is there all the same, for the report to tell it.
    assert found == [
        Found("a.mrc", 5, datetime.fromtimestamp(1_000_000, tz=UTC)),
        Found("caf\udce9.mrc", 0, datetime.fromtimestamp(0, tz=UTC)),
    ]


@pytest.mark.parametrize("unknown", [{"SIZE"}, {"SIZE", "MDTM", "MLSD", "MLST"}])
def test_a_server_that_tells_no_sizes_is_delivered_to_and_fetched_from(
    source: Path, tmp_path: Path, unknown: set[str]
) -> None:
    with (
        ftp_site(tmp_path / "old", tls=False, unknown=frozenset(unknown)) as site,
        office(site.endpoint()).open("vendor") as opened,
    ):
        opened.deliver(source, "in")
        assert left_below(site, "in") == {NAME: CONTENT}
        assert opened.remote.find(PurePosixPath("in/missing")) is None
        [found] = opened.list("in")
        assert opened.fetch(f"in/{NAME}", tmp_path / "back").size == len(CONTENT)
    assert (found.name, found.size) == (NAME, len(CONTENT))


def test_what_a_server_does_not_tell_is_not_called_missing(
    source: Path, tmp_path: Path
) -> None:
    unknown = frozenset({"SIZE", "RETR"})
    with ftp_site(tmp_path / "mute", tls=False, unknown=unknown) as site:
        failed = refusal(site.endpoint(), source)
    assert "the server refused: 500" in str(failed)


def test_a_certificate_of_an_unknown_authority_is_not_trusted(
    source: Path, tmp_path: Path
) -> None:
    with ftp_site(tmp_path / "ftps", tls=True) as site:
        failed = refusal(structs.replace(site.endpoint(), certificates=""), source)
    assert "certificate is not trusted" in str(failed)
    assert not failed.may_pass


def test_certificates_that_are_none_are_told_and_not_tried_again(
    source: Path, tmp_path: Path
) -> None:
    with ftp_site(tmp_path / "ftps", tls=True) as site:
        failed = refusal(structs.replace(site.endpoint(), certificates="x"), source)
    assert "`certificates` holds no certificate" in str(failed)
    assert not failed.may_pass
