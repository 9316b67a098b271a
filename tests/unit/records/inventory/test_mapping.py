"""What a mapping may name."""

from almandine.records.inventory.mapping import DETAILS, ItemsMapping, faults_of


def test_a_part_that_no_item_has_is_told_once() -> None:
    mapping = ItemsMapping("949", {"colour": "x"}, defaults={"colour": "", "size": ""})
    assert faults_of(mapping) == ["an item has no colour", "an item has no size"]


def test_columns_and_details_of_items_are_known() -> None:
    mapping = ItemsMapping("949", {"barcode": "b", "INTERNAL_NOTE_1": "n"})
    assert faults_of(mapping) == []


def test_what_is_a_column_is_no_detail() -> None:
    assert "MATERIAL_TYPE" not in DETAILS
