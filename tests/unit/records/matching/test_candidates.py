"""What several matches come down to."""

from almandine.records.matching.candidates import (
    Candidate,
    Filters,
    Inventory,
    remaining,
)

VALID = frozenset({("oclc", "1")})
CANCELLED = frozenset({("oclc_z", "1")})
PRINT = Candidate("991", VALID, frozenset({Inventory.PHYSICAL}))
ONLINE = Candidate("992", VALID, frozenset({Inventory.ELECTRONIC}))
LINKED = Candidate("993", VALID, community_linked=True)
FORMER = Candidate("994", CANCELLED)
ALL = [PRINT, ONLINE, LINKED, FORMER]


def test_without_filters_all_remain() -> None:
    assert remaining(ALL, Filters()) == ALL


def test_no_candidates_remain_none() -> None:
    assert remaining([], Filters(disregard_invalid=True)) == []


def test_a_single_match_stays_whatever_the_filters() -> None:
    filters = Filters(
        disregard_community_linked=True,
        disregard_invalid=True,
        prefer_inventory=Inventory.DIGITAL,
    )
    assert remaining([LINKED], filters) == [LINKED]
    assert remaining([FORMER], filters) == [FORMER]


def test_community_linked_records_are_disregarded() -> None:
    filters = Filters(disregard_community_linked=True)
    assert remaining(ALL, filters) == [PRINT, ONLINE, FORMER]


def test_records_found_by_invalid_numbers_only_are_disregarded() -> None:
    both = Candidate("995", VALID | CANCELLED)
    filters = Filters(disregard_invalid=True)
    assert remaining([FORMER, both], filters) == [both]


def test_records_with_the_same_inventory_are_preferred() -> None:
    filters = Filters(prefer_inventory=Inventory.ELECTRONIC)
    assert remaining(ALL, filters) == [ONLINE]


def test_a_filter_that_would_leave_none_is_passed_over() -> None:
    filters = Filters(
        disregard_community_linked=True, prefer_inventory=Inventory.DIGITAL
    )
    assert remaining([PRINT, ONLINE, LINKED], filters) == [PRINT, ONLINE]


def test_filters_work_one_after_the_other() -> None:
    filters = Filters(
        disregard_community_linked=True,
        disregard_invalid=True,
        prefer_inventory=Inventory.PHYSICAL,
    )
    assert remaining(ALL, filters) == [PRINT]
