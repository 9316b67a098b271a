"""Places in a list, against a list that is written out."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from almandine.store.history.stretches import Place, Stretch, find_place

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
TUESDAY, WEDNESDAY = (MONDAY + timedelta(days=each) for each in (1, 2))
NOON = timedelta(hours=12)
COUNTED = [(TUESDAY, 3), (MONDAY, 2)]


def test_an_offset_falls_into_the_day_that_holds_it() -> None:
    assert find_place(COUNTED, [], 2) == Place(Stretch(TUESDAY, None, 3), 2)
    assert find_place(COUNTED, [], 3) == Place(Stretch(MONDAY, TUESDAY, 2), 0)


def test_a_list_that_is_shorter_has_no_such_place() -> None:
    assert find_place(COUNTED, [], 5) is None


def test_what_nobody_has_counted_is_in_the_day_it_belongs_to() -> None:
    others = [MONDAY - NOON, MONDAY + NOON]
    assert find_place(COUNTED, others, 5) == Place(Stretch(MONDAY, TUESDAY, 3), 2)
    assert find_place(COUNTED, others, 6) == Place(Stretch(None, MONDAY, 1), 0)


def test_what_is_newer_than_all_days_comes_first() -> None:
    others = [WEDNESDAY + NOON]
    assert find_place(COUNTED, others, 0) == Place(Stretch(TUESDAY, None, 4), 0)


def test_where_nothing_is_counted_all_of_it_is_one_stretch() -> None:
    assert find_place([], [MONDAY, TUESDAY], 1) == Place(Stretch(None, None, 2), 1)


@given(
    ended=st.lists(st.integers(0, 99)),
    unfinished=st.lists(st.integers(0, 99)),
    offset=st.integers(0, 40),
)
def test_a_place_is_where_walking_the_whole_list_comes_to(
    ended: list[int], unfinished: list[int], offset: int
) -> None:
    days = Counter(hour // 24 for hour in ended)
    counted = [(at(24 * day), days[day]) for day in sorted(days, reverse=True)]
    place = find_place(counted, [at(hour) for hour in sorted(unfinished)], offset)
    newest_first = [at(hour) for hour in sorted([*ended, *unfinished], reverse=True)]
    wanted = newest_first[offset] if offset < len(newest_first) else None
    assert (place and run_at(place, newest_first)) == wanted


def at(hour: int) -> datetime:
    return MONDAY + timedelta(hours=hour)


def run_at(place: Place, newest_first: list[datetime]) -> datetime:
    """Return what is at a place, by looking at the runs of its stretch one by one."""
    since, until = place.stretch.since, place.stretch.until
    there = [
        each
        for each in newest_first
        if (since is None or each >= since) and (until is None or each < until)
    ]
    assert len(there) == place.stretch.runs
    return there[place.skip]
