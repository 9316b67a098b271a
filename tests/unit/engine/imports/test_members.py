"""Files are cut into ranges that come one after another, or side by side."""

from collections.abc import Sequence
from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from almandine.engine.imports.members import in_turns


def places_of(sizes: Sequence[int]) -> list[str]:
    """Return the places of files with so many records."""
    return [
        f"{file}:{position}:0:0"
        for file, size in enumerate(sizes, start=1)
        for position in range(1, size + 1)
    ]


def turns(*sizes: int) -> list[tuple[int, int]]:
    """Return the turns of the ranges, and how long they are, at ten records each."""
    return [(turn, len(places)) for turn, places in in_turns([places_of(sizes)], 10)]


def test_small_files_share_a_range() -> None:
    assert turns(3, 4, 3, 2) == [(0, 10), (1, 2)]


def test_the_parts_of_a_large_file_have_a_turn_for_themselves() -> None:
    assert turns(25, 5) == [(0, 10), (0, 10), (0, 5), (1, 5)]
    assert turns(20, 20) == [(0, 10), (0, 10), (1, 10), (1, 10)]


def test_what_is_left_of_a_file_waits_for_the_one_that_it_shares_with() -> None:
    assert turns(4, 26) == [(0, 10), (1, 10), (1, 10)]


@given(st.lists(st.integers(1, 35), max_size=8), st.integers(1, 12), st.integers(1, 9))
def test_no_file_is_begun_before_all_that_come_before_it_are_done(
    sizes: list[int], size: int, batch: int
) -> None:
    places = places_of(sizes)
    batches = [places[at : at + batch] for at in range(0, len(places), batch)]
    cut = list(in_turns(batches, size))
    assert [one for _, each in cut for one in each] == places
    assert all(0 < len(each) <= size for _, each in cut)
    numbers = [turn for turn, _ in cut]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(len(set(numbers))))
    for _, ranges in groupby(cut, key=lambda one: one[0]):
        side_by_side = [each for _, each in ranges]
        files = {one.partition(":")[0] for each in side_by_side for one in each}
        assert len(side_by_side) == 1 or len(files) == 1
