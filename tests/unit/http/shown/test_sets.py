"""Sets on the wire: addresses of members of each kind."""

import pytest

from almandine.engine.sets.ports import PlacedMember
from almandine.http.shown.sets import show_member
from almandine.wire.links import Links

LINKS = Links("https://jobs.example.org")


@pytest.mark.parametrize(
    ("content", "within", "address"),
    [
        ("BIB_MMS", (), "bibs/1"),
        ("IEP", (), "bibs/1"),
        ("USER", (), "users/1"),
        ("HOLDING", ("99",), "bibs/99/holdings/1"),
        ("PORTFOLIO", ("99",), "bibs/99/portfolios/1"),
        ("ITEM", ("99", "22"), "bibs/99/holdings/22/items/1"),
    ],
)
def test_a_member_has_the_address_of_its_record(
    content: str, within: tuple[str, ...], address: str
) -> None:
    member = show_member(PlacedMember("1", "Emma", within), content, LINKS)
    assert member.link == f"https://jobs.example.org/almaws/v1/{address}"


@pytest.mark.parametrize("content", ["ITEM", "AUTHORITY_MMS"])
def test_a_member_that_cannot_be_placed_has_no_address(content: str) -> None:
    assert show_member(PlacedMember("1", ""), content, LINKS).link is None


def test_a_member_without_a_description_shows_its_id_alone() -> None:
    member = show_member(PlacedMember("1", ""), "ITEM", LINKS)
    assert (member.id, member.description) == ("1", None)
