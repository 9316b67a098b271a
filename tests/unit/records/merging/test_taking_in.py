"""A record that comes in gets the id of the house."""

import pytest
from hypothesis import given

from almandine.records.marc.edits import TooLongForIso2709, remove
from almandine.records.marc.fields import Field
from almandine.records.marc.identifiers import assign_mms_id
from almandine.records.marc.structure import fault
from almandine.records.merging.merge import merge
from almandine.records.merging.methods import MergeMethod
from almandine.records.merging.taking_in import is_deletion, taken_in
from unit.records.marc.building import LEADER, Part, marc8_record, record
from unit.records.merging.any_records import FIELDS, METHODS, made

MMS_ID = "991000001234506421"
OWN: Part = ("001", MMS_ID.encode())
TITLE: Part = ("245", b"00\x1faEmma")
FOREIGN: tuple[Part, ...] = (("001", b" ocm1 "), ("003", b"OCoLC"), TITLE)


def test_leader_position_5_asks_for_deletion() -> None:
    assert is_deletion(record(TITLE, leader=LEADER.replace("nam", "dam")))
    assert not is_deletion(record(TITLE))


def test_001_is_replaced_and_003_stays_unless_asked() -> None:
    assert taken_in(record(*FOREIGN), MMS_ID) == record(OWN, *FOREIGN[1:])


def test_001_and_003_move_to_a_035() -> None:
    moved: Part = ("035", b"  \x1fa(OCoLC)ocm1")
    assert taken_in(record(*FOREIGN), MMS_ID, moves_id=True) == record(
        OWN, moved, TITLE
    )


def test_without_003_the_number_stands_alone() -> None:
    raw = record(("001", b"7"), TITLE)
    assert taken_in(raw, MMS_ID, moves_id=True) == record(
        OWN, ("035", b"  \x1fa7"), TITLE
    )


def test_the_number_goes_behind_other_system_numbers() -> None:
    other: Part = ("035", b"  \x1fa(XX)1")
    raw = record(("001", b"7"), TITLE, other, ("500", b"  \x1faRead."))
    assert taken_in(raw, MMS_ID, moves_id=True) == record(
        OWN, TITLE, other, ("035", b"  \x1fa7"), ("500", b"  \x1faRead.")
    )


def test_an_equal_035_is_not_written_twice() -> None:
    known: Part = ("035", b"  \x1fz2\x1fa(OCoLC)ocm1")
    raw = record(*FOREIGN[:2], known, TITLE)
    assert taken_in(raw, MMS_ID, moves_id=True) == record(OWN, known, TITLE)


def test_an_empty_001_makes_no_number() -> None:
    raw = record(("001", b" "), TITLE)
    assert taken_in(raw, MMS_ID, moves_id=True) == record(OWN, TITLE)


def test_a_record_without_001_gets_one() -> None:
    assert taken_in(record(TITLE), MMS_ID, moves_id=True) == record(OWN, TITLE)


def test_a_record_of_the_house_is_returned_as_it_is() -> None:
    raw = record(OWN, ("003", b"OUR"), TITLE)
    assert taken_in(raw, MMS_ID, moves_id=True) is raw
    assert taken_in(raw, MMS_ID) is raw


def test_text_in_marc8_is_moved_as_it_is_stored() -> None:
    raw = marc8_record(("001", b"\xe2e1"), TITLE)
    assert taken_in(raw, MMS_ID, moves_id=True) == marc8_record(
        OWN, ("035", b"  \x1fa\xe2e1"), TITLE
    )


def test_a_record_without_room_is_refused() -> None:
    raw = record(*[("500", b"x" * 9_060)] * 11)
    with pytest.raises(TooLongForIso2709):
        taken_in(raw, "9" * 400)


@given(FIELDS)
def test_moving_does_what_loading_does_and_drops_003(fields: list[Field]) -> None:
    raw = made("7", fields)
    loaded = assign_mms_id(raw, MMS_ID)
    assert taken_in(raw, MMS_ID, moves_id=True) == remove(loaded, "003")


@given(FIELDS, METHODS)
def test_a_second_import_of_a_new_record_changes_nothing(
    fields: list[Field], method: MergeMethod
) -> None:
    new = taken_in(made("7", fields), MMS_ID, moves_id=True)
    again = taken_in(made("7", fields), MMS_ID, moves_id=True)
    assert fault(new) is None
    assert merge(new, again, method) is new
