"""What holds whatever is merged into what, tried on records that nobody would write."""

from hypothesis import given

from almandine.records.marc.fields import Field, Record, control_field
from almandine.records.marc.structure import fault
from almandine.records.merging.merge import merge
from almandine.records.merging.methods import MergeMethod
from unit.records.merging.any_records import FIELDS, LEADERS, METHODS, made


@given(FIELDS, LEADERS, METHODS)
def test_an_unchanged_copy_changes_nothing(
    fields: list[Field], leader: str, method: MergeMethod
) -> None:
    existing = made("991", fields, leader)
    assert merge(existing, made("ocm1", fields, leader), method) is existing


@given(FIELDS, FIELDS, LEADERS, METHODS)
def test_merging_again_changes_nothing(
    old: list[Field], new: list[Field], leader: str, method: MergeMethod
) -> None:
    incoming = made("ocm1", new, leader)
    once = merge(made("991", old), incoming, method)
    assert merge(once, incoming, method) is once


@given(FIELDS, FIELDS, METHODS)
def test_the_result_is_sound_and_keeps_001(
    old: list[Field], new: list[Field], method: MergeMethod
) -> None:
    merged = merge(made("991", old), made("ocm1", new), method)
    assert fault(merged) is None
    assert [field.text for field in Record(merged).fields("001")] == ["991"]


@given(FIELDS, FIELDS, METHODS)
def test_every_field_is_of_one_of_the_two(
    old: list[Field], new: list[Field], method: MergeMethod
) -> None:
    merged = Record(merge(made("991", old), made("ocm1", new), method)).fields()
    assert set(merged) <= {control_field("001", "991"), *old, *new}


@given(FIELDS, FIELDS)
def test_overlay_but_local_keeps_local_fields_and_their_order(
    old: list[Field], new: list[Field]
) -> None:
    method = MergeMethod.OVERLAY_ALL_BUT_LOCAL
    merged = Record(merge(made("991", old), made("ocm1", new), method)).fields()
    local = [field for field in old if field.tag.startswith("9")]
    assert [field for field in merged if field.tag.startswith("9")] == local
