"""What several matches come down to."""

from almandine.records.inventory.stock import Form, Stock
from almandine.records.item import Item
from almandine.records.matching.candidates import Candidate, remaining
from almandine.records.portfolio import Portfolio

VALID = ("oclc", "1")
CANCELLED = ("oclc_z", "1")
ON_SHELF = Stock(items=[Item("23", "22", "991")])
ON_LINE = Stock(portfolios=[Portfolio("53", "992")])
PRINT = Candidate("991", frozenset({VALID}), ON_SHELF)
ONLINE = Candidate("992", frozenset({VALID}), ON_LINE)
FORMER = Candidate("993", frozenset({CANCELLED}))
ALL = [PRINT, ONLINE, FORMER]


def test_without_filters_all_remain() -> None:
    assert remaining(ALL) == ALL


def test_no_candidates_remain_none() -> None:
    assert remaining(list[Candidate[str]](), doubtful=[CANCELLED]) == []


def test_a_single_match_stays_whatever_the_filters() -> None:
    filtered = remaining([FORMER], doubtful=[CANCELLED], preferred=Form.PHYSICAL)
    assert filtered == [FORMER]


def test_records_found_by_invalid_numbers_alone_are_passed_over() -> None:
    both = Candidate("994", frozenset({VALID, CANCELLED}))
    assert remaining([FORMER, both], doubtful=[CANCELLED]) == [both]


def test_records_with_the_same_inventory_are_preferred() -> None:
    assert remaining(ALL, preferred=Form.ELECTRONIC) == [ONLINE]


def test_a_filter_that_would_leave_none_is_passed_over() -> None:
    assert remaining([ONLINE, FORMER], preferred=Form.PHYSICAL) == [ONLINE, FORMER]


def test_filters_work_one_after_the_other() -> None:
    cancelled = Candidate("995", frozenset({CANCELLED}), ON_SHELF)
    filtered = remaining(
        [*ALL, cancelled], doubtful=[CANCELLED], preferred=Form.PHYSICAL
    )
    assert filtered == [PRINT]


def test_deleted_records_come_last() -> None:
    assert remaining(ALL, is_gone=lambda one: one != "993") == [FORMER]
    assert remaining(ALL, is_gone=lambda _: True) == ALL
