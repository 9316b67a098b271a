"""Which character set a record is read in."""

import pytest

from almandine.records.marc.charset import Charset, charset_of, decode
from unit.records.marc.building import marc8_record, record

CAFE_UTF8 = ("245", "00\x1faCaf\u00e9".encode())
CAFE_MARC8 = ("245", b"00\x1faCaf\xe2e")
ESCAPED = ("245", b"00\x1fa\x1bga\x1bs")


@pytest.mark.parametrize(
    ("raw", "charset"),
    [
        (record(CAFE_UTF8), Charset.UTF_8),
        (record(CAFE_MARC8), Charset.UTF_8),
        (marc8_record(CAFE_MARC8), Charset.MARC_8),
        (marc8_record(ESCAPED), Charset.MARC_8),
        (marc8_record(("001", b"1")), Charset.UTF_8),
    ],
    ids=["utf-8", "says utf-8 but is not", "marc-8", "escapes", "plain ascii"],
)
def test_the_leader_decides(raw: bytes, charset: Charset) -> None:
    assert charset_of(raw) is charset


def test_utf8_under_a_marc8_leader_is_read_as_utf8() -> None:
    assert charset_of(marc8_record(CAFE_UTF8)) is Charset.UTF_8


def test_invalid_utf8_shows() -> None:
    assert decode(b"Caf\xe2e", Charset.UTF_8) == "Caf\ufffde"
