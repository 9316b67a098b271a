"""The stream for benchmarks, with its broken records."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO

import pytest

from almandine.records.marc.charset import is_utf8
from almandine.records.marc.fields import Record
from almandine.records.marc.iso2709 import Broken, split
from almandine.records.marc.structure import fault, is_regular
from almandine.records.sample import bibs, marc_stream
from almandine.records.sample.stream import FAULTS

SEED = 1
MANY = 1000
SOUND = list(marc_stream(SEED, MANY, malformed=0))


def numbers(raw: bytes, tag: str) -> list[str]:
    return [field.text for field in Record(raw).fields(tag)]


def is_sound(raw: bytes) -> bool:
    return fault(raw) is None and is_utf8(raw)


def test_the_first_thousand_are_the_same_on_any_machine() -> None:
    digest = sha256(b"".join(marc_stream(SEED, 1000)))
    assert (
        digest.hexdigest()
        == "f502e0894a2b16737cc472262ef47d45886a0a4f89bb672eee16e8b8b9287a33"
    )


def test_without_a_share_of_broken_records_all_are_sound() -> None:
    assert [raw for raw in SOUND if not is_regular(bytes(raw))] == []


def test_one_in_two_hundred_is_broken() -> None:
    broken = sum(not is_sound(raw) for raw in marc_stream(SEED, 4000))
    assert abs(broken / 4000 - 0.005) < 0.002


def test_with_a_share_of_one_all_are_broken() -> None:
    broken = marc_stream(SEED, 200, malformed=1)
    assert [raw for raw in broken if is_sound(raw)] == []


@pytest.mark.parametrize("break_record", FAULTS)
def test_a_fault_leaves_something_to_find(
    break_record: Callable[[bytes], bytes],
) -> None:
    assert not is_sound(break_record(SOUND[0]))


def test_a_reader_finds_every_sound_record_between_the_broken_ones() -> None:
    stream = list(marc_stream(SEED, MANY, malformed=0.05))
    sound = [raw for raw in stream if fault(raw) is None]
    found = list(split(BytesIO(b"".join(stream))))
    assert [each for each in found if not isinstance(each, Broken)] == sound


def test_no_record_number_comes_twice() -> None:
    assert len({numbers(raw, "001")[0] for raw in SOUND}) == len(SOUND)
    assert len({numbers(raw, "035")[0] for raw in SOUND}) == len(SOUND)


def test_no_number_is_one_of_the_institution() -> None:
    own = [bib.marc for bib in bibs(SEED, MANY)]
    for tag in ("001", "020", "035"):
        here = {number for raw in SOUND for number in numbers(raw, tag)}
        there = {number for raw in own for number in numbers(raw, tag)}
        assert here & there == set()


def test_another_seed_has_other_numbers() -> None:
    others = [numbers(raw, "035")[0] for raw in marc_stream(SEED + 1, MANY)]
    assert set(others) & {numbers(raw, "035")[0] for raw in SOUND} == set()


def test_it_can_begin_anywhere() -> None:
    later = list(marc_stream(SEED, 10, malformed=0, first=990))
    assert later == SOUND[990:]
