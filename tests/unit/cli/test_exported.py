"""The demo looks into the exported file, and is not easily satisfied."""

from hashlib import sha256
from io import StringIO

import pytest
from rich.console import Console

from almandine.cli.demo.exported import check_file
from almandine.cli.demo.story import Story
from almandine.cli.failures import Failure
from almandine.env import system_env
from almandine.records.sample import bibs

CONTENT = b"".join(bib.marc for bib in bibs(seed=1, count=3))


def check(content: bytes, *, members: int, digest_of: bytes = CONTENT) -> str:
    out = StringIO()
    file = {"name": "bibs.mrc", "sha256": sha256(digest_of).hexdigest()}
    check_file(file, content, members, Story(Console(file=out), system_env()))
    return out.getvalue()


def test_a_sound_file_is_opened_and_its_first_record_shown() -> None:
    shown = check(CONTENT, members=3)
    assert "3 records, one for each member" in shown
    assert f"001 {next(bibs(seed=1, count=1)).mms_id}" in shown


def test_a_file_with_other_bytes_is_noticed() -> None:
    with pytest.raises(Failure, match="SHA-256"):
        check(CONTENT[:-1], members=3)


def test_a_missing_record_is_noticed() -> None:
    with pytest.raises(Failure, match="3 of 3 records, expected 4"):
        check(CONTENT, members=4)


def test_a_broken_record_is_noticed() -> None:
    broken = CONTENT[:-9]
    with pytest.raises(Failure, match="expected 3"):
        check(broken, members=3, digest_of=broken)
