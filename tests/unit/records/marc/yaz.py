"""yaz-marcdump as a second opinion, and the records on which all codecs agree."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from almandine.records.marc.charset import UNICODE_FLAG, Charset, charset_of, is_utf8
from almandine.records.marc.fields import Record
from almandine.records.marc.structure import slices


def yaz_marcxml(records: Sequence[bytes], tmp_path: Path) -> bytes:
    program = shutil.which("yaz-marcdump")
    if program is None:
        pytest.skip("yaz-marcdump is not installed")
    file = tmp_path / "records.mrc"
    file.write_bytes(b"".join(records))
    options = ["-o", "marcxml", "-f", "marc-8", "-t", "utf-8", "-l", "9=97"]
    run = subprocess.run(  # noqa: S603 - a fixed program on a file of our own
        [program, *options, str(file)], check=True, capture_output=True
    )
    return run.stdout


def is_ordinary(raw: bytes) -> bool:
    """Leave out what the three codecs are known to read differently."""
    return (
        raw[10:12] == b"22"
        and raw[:24].isascii()
        and not re.search(rb"[\x00-\x1a\x1c]", raw)
        and (raw[9:10] != UNICODE_FLAG or is_utf8(raw))
        and (raw.isascii() or (raw[9:10] == UNICODE_FLAG) == _is_read_as_utf8(raw))
        and all(_is_usual(tag, body) for tag, body in slices(raw))
        and not any("\ufffd" in field.text for field in Record(raw).fields())
    )


def _is_read_as_utf8(raw: bytes) -> bool:
    return charset_of(raw) is Charset.UTF_8


def _is_usual(tag: bytes, body: bytes) -> bool:
    if tag.startswith(b"00"):
        return tag.isdigit() and b"\x1f" not in body
    codes = [part[:1] for part in body.split(b"\x1f")[1:]]
    return body[2:3] == b"\x1f" and all(code and code.isascii() for code in codes)
