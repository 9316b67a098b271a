"""A loaded record gets the id of the house and keeps its own."""

from almandine.records.marc.identifiers import assign_mms_id, is_numbered
from unit.records.marc.building import marc8_record, record

TITLE = ("245", b"00\x1faEmma")
MMS_ID = "991000001234506421"
ASSIGNED = ("001", MMS_ID.encode())


def test_the_former_id_moves_to_a_035_with_its_source() -> None:
    raw = record(("001", b" ocm1 "), ("003", b"OCoLC"), TITLE)
    moved = ("035", b"  \x1fa(OCoLC)ocm1")
    assert assign_mms_id(raw, MMS_ID) == record(
        ASSIGNED, ("003", b"OCoLC"), moved, TITLE
    )


def test_without_a_source_the_number_stands_alone() -> None:
    raw = record(("001", b"7"), TITLE)
    moved = ("035", b"  \x1fa7")
    assert assign_mms_id(raw, MMS_ID) == record(ASSIGNED, moved, TITLE)


def test_the_source_goes_where_it_is_not_kept() -> None:
    raw = record(("001", b"7"), ("003", b"EBL"), TITLE)
    moved = ("035", b"  \x1fa(EBL)7")
    assert assign_mms_id(raw, MMS_ID, keeps_source=False) == record(
        ASSIGNED, moved, TITLE
    )


def test_text_in_marc8_is_moved_as_it_is_stored() -> None:
    raw = marc8_record(("001", b"\xe2e1"), TITLE)
    assert assign_mms_id(raw, MMS_ID) == marc8_record(
        ASSIGNED, ("035", b"  \x1fa\xe2e1"), TITLE
    )


def test_an_equal_035_is_not_written_twice() -> None:
    known = ("035", b"  \x1fa(OCoLC)1")
    raw = record(("001", b"1"), ("003", b"OCoLC"), known, TITLE)
    assert assign_mms_id(raw, MMS_ID) == record(
        ASSIGNED, ("003", b"OCoLC"), known, TITLE
    )


def test_a_record_without_001_just_gets_one() -> None:
    assert assign_mms_id(record(TITLE), MMS_ID) == record(ASSIGNED, TITLE)


def test_a_second_time_changes_nothing() -> None:
    once = assign_mms_id(record(("001", b"7"), TITLE), MMS_ID)
    assert assign_mms_id(once, MMS_ID) is once


def test_it_is_told_whether_a_record_has_its_number() -> None:
    numbered, later = record(ASSIGNED, TITLE), record(TITLE, ASSIGNED)
    assert is_numbered(numbered, MMS_ID)
    assert is_numbered(later, MMS_ID)
    assert not any(is_numbered(raw, "9") for raw in (numbered, later, record()))
