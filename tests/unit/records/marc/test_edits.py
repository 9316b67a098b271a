"""Splice edits keep what they do not touch."""

import pytest

from almandine.records.marc.edits import (
    TooLongForIso2709,
    append,
    from_fields,
    insert,
    remove,
    remove_where,
    replace_all,
    replace_fields,
    set_control,
    set_leader,
    with_leader,
)
from almandine.records.marc.fields import Record, control_field, data_field
from almandine.records.marc.structure import fault, slices
from unit.records.marc.building import EMMA, marc8_record, record

RAW = record(*EMMA)
NOTE = data_field("500", "  ", [("a", "Read.")])
NOTE_PART = ("500", b"  \x1faRead.")
CAFE = data_field("500", "  ", [("a", "Caf\u00e9")])
CAFE_PART = ("500", b"  \x1faCaf\xc3\xa9")


def test_remove_drops_all_fields_of_a_tag() -> None:
    twice = record(*EMMA, ("020", b"  \x1fax"))
    kept = [part for part in EMMA if part[0] != "020"]
    assert remove(twice, "020") == record(*kept)


def test_remove_of_an_absent_tag_returns_the_same_bytes() -> None:
    assert remove(RAW, "999") is RAW


def test_remove_where_looks_at_the_field() -> None:
    kept = [part for part in EMMA if part[0] != "650"]
    assert remove_where(RAW, lambda field: "v" in dict(field.subfields)) == record(
        *kept
    )


def test_remove_where_nothing_is_unwanted_returns_the_same_bytes() -> None:
    assert remove_where(RAW, lambda field: field.tag == "999") is RAW


def test_append_puts_fields_last() -> None:
    assert append(RAW, NOTE, NOTE) == record(*EMMA, NOTE_PART, NOTE_PART)


def test_append_of_nothing_returns_the_same_bytes() -> None:
    assert append(RAW) is RAW


def test_insert_goes_before_the_first_greater_tag() -> None:
    assert insert(RAW, NOTE) == record(*EMMA[:5], NOTE_PART, EMMA[5])


def test_insert_goes_behind_the_last_of_its_tag() -> None:
    again = data_field("245", "10", [("a", "Again")])
    expected = record(*EMMA[:4], ("245", b"10\x1faAgain"), *EMMA[4:])
    assert insert(RAW, again) == expected


def test_insert_of_the_greatest_tag_goes_last() -> None:
    assert insert(RAW, data_field("999", "  ", [("a", "x")])) == record(
        *EMMA, ("999", b"  \x1fax")
    )


def test_replaced_fields_stand_where_the_first_one_stood() -> None:
    before = record(*EMMA[:4], NOTE_PART, EMMA[4], NOTE_PART)
    new = data_field("500", "  ", [("a", "New.")])
    assert replace_fields(before, "500", [new]) == record(
        *EMMA[:4], ("500", b"  \x1faNew."), EMMA[4]
    )


def test_replacing_an_absent_field_inserts() -> None:
    assert replace_fields(RAW, "500", [NOTE]) == insert(RAW, NOTE)


def test_replacing_an_absent_field_by_nothing_returns_the_same_bytes() -> None:
    assert replace_fields(RAW, "500", []) is RAW


def test_set_control_replaces() -> None:
    assert set_control(RAW, "001", "99") == record(("001", b"99"), *EMMA[1:])


def test_set_control_adds_where_there_was_none() -> None:
    assert set_control(record(*EMMA[1:]), "001", "99") == record(
        ("001", b"99"), *EMMA[1:]
    )


def test_set_leader_overwrites_one_position() -> None:
    deleted = set_leader(RAW, 5, "d")
    assert deleted == RAW[:5] + b"d" + RAW[6:]


def test_another_leader_says_everything_but_lengths_and_addresses() -> None:
    other = record(NOTE_PART)
    changed = with_leader(RAW, set_leader(set_leader(other, 5, "ctm"), 17, "7i "))
    assert changed == set_leader(set_leader(RAW, 5, "ctm"), 17, "7i ")
    assert slices(changed) == slices(RAW)


def test_replace_all_keeps_the_leader() -> None:
    assert replace_all(RAW, [NOTE]) == record(NOTE_PART)


def test_unreadable_bytes_of_other_fields_are_kept() -> None:
    bad = ("245", b"00\x1fa\xff\xfe\x1f")
    assert append(record(bad), NOTE) == record(bad, NOTE_PART)


def test_a_directory_out_of_order_is_followed() -> None:
    straight = record(("001", b"1"), ("245", b"00\x1faEmma"))
    swapped = straight[:24] + straight[36:48] + straight[24:36] + straight[48:]
    assert insert(swapped, NOTE) == record(
        ("245", b"00\x1faEmma"), ("001", b"1"), NOTE_PART
    )


def test_append_leaves_a_directory_out_of_order_as_it_is() -> None:
    straight = record(("001", b"1"), ("245", b"00\x1faEmma"))
    swapped = straight[:24] + straight[36:48] + straight[24:36] + straight[48:]
    longer = append(swapped, NOTE)
    assert longer[24:48] == swapped[24:48]
    assert [field.tag for field in Record(longer).fields()] == ["245", "001", "500"]


def test_ascii_in_a_marc8_record_converts_nothing() -> None:
    raw = marc8_record(("245", b"00\x1faCaf\xe2e"))
    assert append(raw, NOTE) == marc8_record(("245", b"00\x1faCaf\xe2e"), NOTE_PART)


def test_text_beyond_ascii_turns_a_marc8_record_into_utf8() -> None:
    raw = marc8_record(("245", b"00\x1faCaf\xe2e"))
    assert append(raw, CAFE) == record(("245", b"00\x1faCaf\xc3\xa9"), CAFE_PART)


def test_text_beyond_ascii_turns_an_ascii_record_into_utf8() -> None:
    raw = marc8_record(("245", b"00\x1faEmma"))
    assert append(raw, CAFE) == record(("245", b"00\x1faEmma"), CAFE_PART)


def test_a_leader_that_lies_is_corrected_with_the_first_edit() -> None:
    assert append(marc8_record(CAFE_PART), NOTE) == record(CAFE_PART, NOTE_PART)


def test_a_field_of_9999_bytes_fits() -> None:
    assert fault(append(RAW, control_field("009", "x" * 9_998))) is None


def test_a_field_of_10000_bytes_does_not() -> None:
    with pytest.raises(TooLongForIso2709) as caught:
        append(RAW, control_field("009", "x" * 9_999))
    assert (caught.value.length, caught.value.limit) == (10_000, 9_999)


def test_a_record_of_99999_bytes_fits_and_one_more_does_not() -> None:
    nine = [control_field("009", "x" * 9_998)] * 9
    room = 99_999 - len(append(record(), *nine)) - 12 - 1
    full = append(record(), *nine, control_field("009", "x" * room))
    assert (len(full), fault(full)) == (99_999, None)
    with pytest.raises(TooLongForIso2709):
        append(record(), *nine, control_field("009", "x" * (room + 1)))


def test_a_tag_has_three_characters() -> None:
    with pytest.raises(ValueError, match="three characters: '24'"):
        append(RAW, control_field("24", "x"))


def test_fields_of_a_record_make_the_same_record() -> None:
    view = Record(RAW)
    assert from_fields(view.leader, view.fields()) == RAW
