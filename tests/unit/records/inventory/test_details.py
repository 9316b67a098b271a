"""The details of an item are checked by their kind."""

import pytest

from almandine.records.inventory.details import Details, details


def test_a_day_that_is_none_is_a_problem() -> None:
    assert details({"INVENTORY_DATE": "2026-02-30"}) == Details(
        {}, "INVENTORY_DATE is no date: 2026-02-30"
    )


def test_a_flag_that_is_none_is_a_problem() -> None:
    assert details({"COMMITTED_TO_RETAIN": "perhaps"}) == Details(
        {}, "COMMITTED_TO_RETAIN is no flag: perhaps"
    )


def test_columns_are_no_details() -> None:
    assert details({"barcode": "1"}) == Details({})


@pytest.mark.parametrize("text", ["2026-03-01", "20260301"])
def test_days_are_written_one_way(text: str) -> None:
    assert details({"INVENTORY_DATE": text}).values == {"INVENTORY_DATE": "2026-03-01"}


@pytest.mark.parametrize(("text", "value"), [("Y", "true"), ("no", "false")])
def test_flags_are_written_one_way(text: str, value: str) -> None:
    found = details({"COMMITTED_TO_RETAIN": text}).values
    assert found == {"COMMITTED_TO_RETAIN": value}


def test_texts_and_codes_are_taken_as_they_are() -> None:
    parts = {"INTERNAL_NOTE_1": "gift", "PHYSICAL_CONDITION": "FRAGILE"}
    assert details(parts) == Details(parts)
