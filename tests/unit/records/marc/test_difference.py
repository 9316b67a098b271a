from almandine.records.marc.difference import Difference, difference
from unit.records.marc.building import EMMA, LEADER, marc8_record, record

NOTE = ("500", b"  \x1faNote")


def as_slices(*parts: tuple[str, bytes]) -> list[tuple[bytes, bytes]]:
    return [(tag.encode(), body) for tag, body in parts]


def test_equal_records_differ_in_nothing() -> None:
    assert difference(record(*EMMA), record(*EMMA)) == Difference([], [])


def test_a_field_that_came_is_all_that_came() -> None:
    after = record(*EMMA[:2], NOTE, *EMMA[2:])
    assert difference(record(*EMMA), after) == Difference([], as_slices(NOTE))


def test_a_field_that_went_is_all_that_went() -> None:
    after = record(*EMMA[:2], *EMMA[3:])
    assert difference(record(*EMMA), after) == Difference(as_slices(EMMA[2]), [])


def test_one_of_two_equal_fields_may_go() -> None:
    before, after = record(*EMMA, NOTE, NOTE), record(*EMMA, NOTE)
    assert difference(before, after) == Difference(as_slices(NOTE), [])


def test_what_stands_between_two_changes_is_in_both_lists() -> None:
    found = difference(record(*EMMA), record(NOTE, *EMMA[1:-1], NOTE))
    assert found == Difference(as_slices(*EMMA), as_slices(NOTE, *EMMA[1:-1], NOTE))


def test_two_fields_that_changed_places_concern_whoever_reads_both() -> None:
    found = difference(record(EMMA[0], NOTE), record(NOTE, EMMA[0]))
    assert found is not None
    assert found.concerns({b"001", b"500"})
    assert not found.concerns({b"001"})
    assert not found.concerns({b"500"})


def test_a_change_concerns_whoever_reads_a_field_that_came_or_went() -> None:
    found = difference(record(*EMMA), record(*EMMA, NOTE))
    assert found is not None
    assert found.concerns({b"500"})
    assert not found.concerns({b"245"})


def test_what_moved_is_no_content_that_came_or_went() -> None:
    before = record(NOTE, NOTE, *EMMA)
    found = difference(before, record(*EMMA[1:], EMMA[0], NOTE))
    assert found is not None
    assert found.content == Difference(as_slices(NOTE), [])


def test_records_in_two_character_sets_are_not_compared() -> None:
    latin = ("500", b"  \x1faM\xe8uller")
    after = record(*EMMA, latin, leader=LEADER)
    assert difference(marc8_record(*EMMA, latin), after) is None
