"""Listing sets and the brief search."""

import pytest

from almandine.engine.sets.ports import SetFilter
from almandine.engine.sets.search import list_sets, parse_brief_search
from almandine.faults import InvalidParameter, InvalidQuery, Refusal
from almandine.records.sets import SetType
from unit.engine.sets.memory import BIBS, ITEMS, holding
from unit.engine.sets.refusing import refusal_of

EXPECTED = "expected name~ or created_by~"


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("maps", InvalidQuery("maps", EXPECTED, 1)),
        ("~maps", InvalidQuery("~maps", EXPECTED, 1)),
        ("title~maps", InvalidQuery("title~maps", EXPECTED, 1)),
        ("name~", InvalidQuery("name~", "expected words", 6)),
        ("name~__", InvalidQuery("name~__", "expected words", 6)),
        (
            "name~maps AND title~x",
            InvalidQuery("name~maps AND title~x", EXPECTED, 15),
        ),
        (
            "name~maps AND created_by~",
            InvalidQuery("name~maps AND created_by~", "expected words", 26),
        ),
    ],
)
def test_a_search_that_does_not_parse_is_refused(text: str, refusal: Refusal) -> None:
    assert refusal_of(lambda: parse_brief_search(text)) == refusal


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", {}),
        ("name~maps", {"name": ("maps",)}),
        ("name~old maps", {"name": ("old", "maps")}),
        ("name~old_maps_", {"name": ("old", "maps")}),
        ("name~Inventory_2026/11/23", {"name": ("Inventory", "2026/11/23")}),
        ("name~war AND peace", {"name": ("war", "AND", "peace")}),
        ("name~a~b", {"name": ("a~b",)}),
        (
            "name~maps AND created_by~exl_api",
            {"name": ("maps",), "created_by": ("exl", "api")},
        ),
        (
            "name~maps_AND_created_by~anna",
            {"name": ("maps",), "created_by": ("anna",)},
        ),
        ("name~old AND name~maps", {"name": ("old", "maps")}),
    ],
)
def test_words_are_parted_by_spaces_and_underscores(
    text: str, words: dict[str, tuple[str, ...]]
) -> None:
    assert parse_brief_search(text) == words


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (
            {"set_type": "BIG"},
            InvalidParameter("set_type", "BIG", "ITEMIZED, LOGICAL"),
        ),
        (
            {"set_origin": "NZ"},
            InvalidParameter("set_origin", "NZ", "UI, UI_CZ"),
        ),
    ],
)
def test_a_filter_with_an_unknown_code_is_refused(
    asked: dict[str, str], refusal: Refusal
) -> None:
    sets = holding({}, BIBS)
    given = refusal_of(lambda: list_sets(asked, limit=10, offset=0, sets=sets))
    assert given == refusal


def test_the_filters_reach_the_store_and_its_page_comes_back() -> None:
    sets = holding({}, BIBS, ITEMS)
    asked = {
        "q": "name~maps AND created_by~anna",
        "set_type": "ITEMIZED",
        "content_type": "BIB_MMS",
        "set_origin": "UI",
    }
    found = list_sets(asked, limit=1, offset=1, sets=sets)
    assert found == ([ITEMS], 2)
    assert sets.asked == [SetFilter(("maps",), ("anna",), SetType.ITEMIZED, "BIB_MMS")]


def test_no_set_is_of_the_community_zone() -> None:
    sets = holding({}, BIBS)
    found = list_sets({"set_origin": "UI_CZ"}, limit=10, offset=0, sets=sets)
    assert found == ([], 0)
