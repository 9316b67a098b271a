"""Mappings as a profile spells them."""

import pytest

from almandine.records.inventory.mapping import (
    HoldingsMapping,
    ItemsMapping,
    PortfoliosMapping,
)
from almandine.records.inventory.spelled import (
    holdings_mapping,
    items_mapping,
    portfolios_mapping,
)


def test_a_tag_alone_takes_the_usual_subfields() -> None:
    assert holdings_mapping("852") == HoldingsMapping("852")
    assert portfolios_mapping("856") == PortfoliosMapping("856")


def test_names_take_subfields_and_defaults_take_values() -> None:
    said = "949 barcode=i library=l call_number=hi default_location=STACKS"
    parts, defaults = {"barcode": "i", "library": "l"}, {"location": "STACKS"}
    assert items_mapping(said) == ItemsMapping("949", parts, "hi", defaults)
    assert holdings_mapping("949 library=l default_location=X") == HoldingsMapping(
        "949", library="l", default_location="X"
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "a tag first"),
        ("barcode=i", "a tag first"),
        ("949 barcode", "name=subfields"),
        ("949 colour=c", "colour"),
        ("949 default_colour=c", "colour"),
    ],
)
def test_what_is_no_mapping_of_items_is_told(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        items_mapping(text)


def test_what_holdings_do_not_have_is_told_with_what_they_have() -> None:
    with pytest.raises(ValueError, match="no barcode; allowed: call_number"):
        holdings_mapping("852 barcode=p")
