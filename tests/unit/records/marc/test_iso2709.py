"""Cutting a stream: what is accepted, what is set aside, and where reading resumes."""

from io import BytesIO

import pytest

from almandine.records.marc.iso2709 import CHUNK, Broken, split
from unit.records.marc.building import EMMA, record

ONE = record(*EMMA)
TWO = record(("001", b"2"))
BAD = b"00099nam" + TWO[8:]
BAD_REASON = f"the leader says 99 bytes, the record has {len(BAD)}"


def cut(data: bytes) -> list[bytes | Broken]:
    return list(split(BytesIO(data)))


def test_records_come_as_they_are() -> None:
    assert cut(ONE + TWO + ONE) == [ONE, TWO, ONE]


def test_an_empty_stream_has_no_records() -> None:
    assert cut(b"") == []


def test_reading_goes_on_after_a_broken_record() -> None:
    broken = Broken(2, len(ONE), BAD, BAD_REASON)
    assert cut(ONE + BAD + TWO) == [ONE, broken, TWO]


def test_a_record_may_hold_its_own_terminator() -> None:
    odd = record(("500", b"  \x1faone\x1dtwo"))
    assert cut(ONE + odd + TWO) == [ONE, odd, TWO]


def test_a_record_without_terminator_does_not_take_the_next_one_with_it() -> None:
    broken = Broken(1, 0, ONE[:-1], "no record terminator")
    assert cut(ONE[:-1] + TWO) == [broken, TWO]


def test_a_cut_off_end_is_set_aside() -> None:
    rest = Broken(2, len(ONE), TWO[:20], "no record terminator")
    assert cut(ONE + TWO[:20]) == [ONE, rest]


@pytest.mark.parametrize("filler", [b"\r\n", b"\n", b"\x00\x00", b" ", b"\x1a"])
def test_filler_between_and_behind_records_is_skipped(filler: bytes) -> None:
    assert cut(ONE + filler + TWO + filler) == [ONE, TWO]


def test_filler_counts_for_the_offset() -> None:
    broken = Broken(2, len(ONE) + 2, BAD, BAD_REASON)
    assert cut(ONE + b"\r\n" + BAD) == [ONE, broken]


def test_a_byte_order_mark_before_the_first_record_is_skipped() -> None:
    assert cut(b"\xef\xbb\xbf" + ONE) == [ONE]


def test_a_lone_terminator_is_set_aside() -> None:
    broken = Broken(1, 0, b"\x1d", "1 bytes are too few for a record")
    assert cut(b"\x1d" + ONE) == [broken, ONE]


def test_records_across_chunks_are_whole() -> None:
    many = [ONE, TWO] * (2 * CHUNK // (len(ONE) + len(TWO)))
    assert cut(b"".join(many)) == many


def test_an_odd_record_across_chunks_is_whole() -> None:
    odd = record(("500", b"  \x1fa" + b"\x1d" * 3000), ("501", b"  \x1faEnd"))
    many = [ONE] * ((CHUNK - 1500) // len(ONE))
    assert cut(b"".join([*many, odd, TWO])) == [*many, odd, TWO]


def test_endless_bytes_without_terminator_are_set_aside_in_pieces() -> None:
    found = cut(b"x" * (2 * CHUNK) + b"\x1d" + ONE)
    assert [type(one) for one in found] == [Broken, Broken, Broken, bytes]
    assert [one.offset for one in found if isinstance(one, Broken)] == [
        0,
        CHUNK,
        2 * CHUNK,
    ]
