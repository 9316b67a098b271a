"""What is a sound record, what a regular one, and why others are neither."""

import pytest

from almandine.records.marc.edits import assemble
from almandine.records.marc.layout import LEADER_LENGTH
from almandine.records.marc.structure import (
    Regular,
    Sound,
    examined,
    fault,
    is_regular,
    slices,
)
from unit.records.marc.building import EMMA, LEADER, record

SOUND = record(*EMMA)
ALEPH = record(("001", b"1"), ("FMT", b"BK"))
WITHOUT_FIELDS = record()
TERMINATOR_INSIDE = record(("001", b"1"), ("245", b"00\x1faEm\x1ema"))


def out_of_data_order() -> bytes:
    """Return a record whose directory names the second field first."""
    straight = record(("001", b"1"), ("245", b"00\x1faEmma"))
    return straight[:24] + straight[36:48] + straight[24:36] + straight[48:]


def test_a_sound_record_has_no_fault() -> None:
    assert fault(SOUND) is None
    assert is_regular(SOUND)


@pytest.mark.parametrize("raw", [ALEPH, WITHOUT_FIELDS])
def test_letters_in_tags_and_no_fields_at_all_are_regular(raw: bytes) -> None:
    assert is_regular(raw)
    assert fault(raw) is None


@pytest.mark.parametrize("raw", [out_of_data_order(), TERMINATOR_INSIDE])
def test_odd_but_sound_records_are_not_regular(raw: bytes) -> None:
    assert fault(raw) is None
    assert not is_regular(raw)


@pytest.mark.parametrize(
    "raw", [SOUND, ALEPH, WITHOUT_FIELDS, TERMINATOR_INSIDE, out_of_data_order()]
)
def test_a_record_that_was_examined_has_the_fields_of_its_bytes(raw: bytes) -> None:
    found = examined(bytes(raw))
    assert isinstance(found, Sound)
    assert found == raw
    assert found.fields == slices(bytes(raw))
    assert isinstance(found, Regular) == is_regular(bytes(raw))


def test_a_record_that_was_examined_is_told_apart_once() -> None:
    found = examined(bytes(TERMINATOR_INSIDE))
    assert isinstance(found, Sound)
    assert slices(found) is slices(found)
    assert examined(found) is found


def test_to_examine_what_is_no_record_says_what_is_wrong_with_it() -> None:
    assert examined(SOUND[:-1]) == fault(SOUND[:-1]) == "no record terminator"


def test_a_record_that_was_put_together_knows_its_fields() -> None:
    fields = slices(SOUND)
    made = assemble(SOUND[:LEADER_LENGTH], fields)
    assert made == SOUND
    assert made.fields is fields
    assert isinstance(made, Regular)


@pytest.mark.parametrize(
    "odd", [(b"245", b"00\x1faEm\x1ema"), (b"24\x1e", b"00\x1faEmma")]
)
def test_a_terminator_inside_is_seen_by_whoever_puts_a_record_together(
    odd: tuple[bytes, bytes],
) -> None:
    made = assemble(SOUND[:LEADER_LENGTH], [(b"001", b"1"), odd])
    assert not isinstance(made, Regular)
    assert not is_regular(made)


def test_slices_follow_the_directory_and_not_the_data() -> None:
    assert slices(out_of_data_order()) == [(b"245", b"00\x1faEmma"), (b"001", b"1")]


def test_a_terminator_inside_a_field_stays_inside() -> None:
    assert slices(TERMINATOR_INSIDE)[1] == (b"245", b"00\x1faEm\x1ema")


BROKEN = {
    "no record terminator": SOUND[:-1],
    "2 bytes are too few for a record": b"1\x1d",
    "the record length is not a number": b"x" + SOUND[1:],
    "the leader says 10301 bytes, the record has 244": b"10301" + SOUND[5:],
    "the base address is not a number": SOUND[:12] + b"base!" + SOUND[17:],
    "no directory ends at base address 99": SOUND[:12] + b"00099" + SOUND[17:],
    "the directory is not a whole number of entries": (
        b"00028nam a2200026 i 4500!\x1e\x1d".replace(b"00028", b"00027")
    ),
    "length or start of field 001 is not a number": (SOUND[:27] + b"-" + SOUND[28:]),
    "field 001 lies outside the record": SOUND[:27] + b"9" + SOUND[28:],
    "field 001 does not end where the directory says": (SOUND[:30] + b"1" + SOUND[31:]),
}


@pytest.mark.parametrize(("reason", "raw"), BROKEN.items())
def test_each_fault_is_named(reason: str, raw: bytes) -> None:
    assert fault(raw) == reason


@pytest.mark.parametrize(
    "raw", [*BROKEN.values(), b"", b"\x1e\x1d", b"123456789012\x1e"]
)
def test_what_has_a_fault_is_never_regular(raw: bytes) -> None:
    assert fault(raw) is not None
    assert not is_regular(raw)


def test_a_leader_is_24_bytes() -> None:
    assert len(LEADER) == 24
