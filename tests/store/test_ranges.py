from collections.abc import Iterator

import pytest

from almandine.engine.ports import Range
from almandine.engine.run import Tally
from almandine.store.database import Database
from almandine.store.ranges import SqlRanges
from store.workshop import ELSEWHERE, HERE

FIRST = Range("1", 0, 2)
SECOND = Range("1", 1, 1)


@pytest.fixture
def both(fresh_database: Database) -> Iterator[tuple[SqlRanges, SqlRanges]]:
    with fresh_database.writing() as connection:
        yield SqlRanges(connection, HERE), SqlRanges(connection, ELSEWHERE)


@pytest.fixture
def ranges(both: tuple[SqlRanges, SqlRanges]) -> SqlRanges:
    here, elsewhere = both
    here.add("1", 1, ["ivanhoe"])
    here.add("1", 0, ["persuasion", "emma"])
    here.add("2", 0, ["waverley"])
    elsewhere.add("1", 0, ["walden"])
    return here


def test_new_ranges_are_in_order_and_have_done_nothing(ranges: SqlRanges) -> None:
    assert ranges.of("1") == [FIRST, SECOND]


def test_members_keep_the_order_they_came_in(ranges: SqlRanges) -> None:
    assert ranges.members("1", 0) == ["persuasion", "emma"]


def test_cursor_and_tally_of_one_range_are_stored(ranges: SqlRanges) -> None:
    further = Range("1", 0, 2, cursor=2, tally=Tally(1, 0, 1, 1))
    ranges.save(further)
    assert (ranges.of("1"), ranges.of("2")) == (
        [further, SECOND],
        [Range("2", 0, 1)],
    )


def test_institutions_do_not_see_each_others_ranges(
    both: tuple[SqlRanges, SqlRanges], ranges: SqlRanges
) -> None:
    ranges.save(Range("1", 0, 2, cursor=2))
    assert (both[1].of("1"), both[1].members("1", 0)) == (
        [Range("1", 0, 1)],
        ["walden"],
    )


def test_the_ranges_of_an_ended_run_go_and_may_be_made_anew(
    both: tuple[SqlRanges, SqlRanges], ranges: SqlRanges
) -> None:
    ranges.drop("1")
    left = [ranges.of("1"), ranges.of("2"), both[1].of("1")]
    ranges.add("1", 0, ["emma"])
    assert (left, ranges.members("1", 0)) == (
        [[], [Range("2", 0, 1)], [Range("1", 0, 1)]],
        ["emma"],
    )
