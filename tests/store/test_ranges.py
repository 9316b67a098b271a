from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from almandine.engine.ports import Fenced, Range, Unavailable
from almandine.engine.run import Tally
from almandine.store.database import Database
from almandine.store.ranges import SqlRanges
from store.workshop import ELSEWHERE, HERE

A, B = "a", "b"
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
    further = replace(FIRST, cursor=2, tally=Tally(1, 0, 1, 1))
    ranges.save(further, before=FIRST)
    assert (ranges.of("1"), ranges.of("2")) == (
        [further, SECOND],
        [Range("2", 0, 1)],
    )


def claimed(ranges: SqlRanges, shard: int, token: str) -> Range:
    span = ranges.claim("1", shard, token)
    assert span is not None
    return span


class TestClaiming:
    """Each range has one owner, who is known by a token."""

    def test_each_shard_gets_a_range_of_its_own(self, ranges: SqlRanges) -> None:
        free = [ranges.are_free("1")]
        assert claimed(ranges, 0, "a") == replace(FIRST, token=A)
        free.append(ranges.are_free("1"))
        assert claimed(ranges, 1, "b") == replace(SECOND, token=B)
        free.append(ranges.are_free("1"))
        assert free == [True, True, False]
        assert ranges.claim("1", 2, "c") is None

    def test_whoever_takes_a_shards_place_goes_on_at_its_cursor(
        self, ranges: SqlRanges
    ) -> None:
        late = claimed(ranges, 0, "a")
        ranges.save(replace(late, cursor=1), before=late)
        assert claimed(ranges, 0, "b") == replace(FIRST, cursor=1, token=B)

    def test_a_late_write_is_refused_every_time(self, ranges: SqlRanges) -> None:
        span = claimed(ranges, 0, "0")
        for number in range(1, 101):
            late, span = span, claimed(ranges, 0, str(number))
            with pytest.raises(Fenced):
                ranges.save(replace(late, cursor=2), before=late)
            for write in (ranges.release, ranges.check):
                with pytest.raises(Fenced):
                    write(late)
        assert ranges.of("1") == [span, SECOND]

    @pytest.mark.parametrize(
        "stored", [{"cursor": 1}, {"tally": Tally(failed=1)}], ids=str
    )
    def test_nobody_goes_on_from_where_a_crash_took_the_range_back(
        self, ranges: SqlRanges, stored: dict[str, Any]
    ) -> None:
        span = claimed(ranges, 0, "a")
        believed = replace(span, **stored)
        with pytest.raises(Unavailable):
            ranges.save(replace(believed, cursor=2), before=believed)
        assert ranges.of("1") == [span, SECOND]

    def test_a_range_that_is_done_is_not_claimed_again(self, ranges: SqlRanges) -> None:
        span = claimed(ranges, 0, "a")
        ranges.save(replace(span, cursor=2), before=span)
        assert claimed(ranges, 0, "b").range_no == 1

    def test_a_turn_comes_when_the_one_before_is_done(self, ranges: SqlRanges) -> None:
        ranges.add("3", 0, ["emma"])
        ranges.add("3", 1, ["ivanhoe"], turn=1)
        ranges.add("3", 2, ["waverley"], turn=1)
        first = Range("3", 0, 1, token=A)
        assert ranges.claim("3", 0, "a") == first
        assert ranges.claim("3", 1, "b") is None
        assert not ranges.are_free("3")
        ranges.save(replace(first, cursor=1), before=first)
        assert ranges.are_free("3", after=0)
        assert ranges.claim("3", 1, "b") == Range("3", 1, 1, token=B, turn=1)
        assert ranges.are_free("3")
        assert not ranges.are_free("3", after=1)

    def test_what_is_given_back_goes_to_whoever_comes(self, ranges: SqlRanges) -> None:
        span = claimed(ranges, 0, "a")
        ranges.release(span)
        assert claimed(ranges, 1, "b").range_no == span.range_no

    def test_all_of_a_lost_run_can_be_given_back(self, ranges: SqlRanges) -> None:
        for shard in (0, 1):
            claimed(ranges, shard, "a")
        ranges.release_all("1")
        again = [claimed(ranges, 2, "b").range_no for _ in range(2)]
        assert again == [0, 0]
        assert ranges.are_free("1")

    def test_the_part_of_a_file_is_named_after_its_owner(
        self, ranges: SqlRanges
    ) -> None:
        assert [claimed(ranges, 0, token).part for token in "ab"] == ["0-a", "0-b"]


def test_institutions_do_not_see_each_others_ranges(
    both: tuple[SqlRanges, SqlRanges], ranges: SqlRanges
) -> None:
    ranges.save(replace(FIRST, cursor=2), before=FIRST)
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
