"""What only FTP has: certificates, and servers that know fewer commands."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from msgspec import structs

from almandine.engine.ports import Found
from endpoints.ftp_server import ftp_site
from endpoints.offices import office, refusal

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
