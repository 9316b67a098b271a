from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.engine.thresholds import Limits, check_thresholds
from almandine.faults import Refused, TooManyRunning, TooManyStarts

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMITS = Limits()


def minutes_ago(*minutes: float) -> list[datetime]:
    return [NOW - timedelta(minutes=each) for each in minutes]


def test_the_fourth_concurrent_run_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        check_thresholds(running=3, starts=[], now=NOW, limits=LIMITS)
    assert refused.value.refusal == TooManyRunning(running=3, limit=3)


def test_the_third_concurrent_run_may_start() -> None:
    check_thresholds(running=2, starts=[], now=NOW, limits=LIMITS)


def test_the_sixth_start_within_an_hour_is_refused_until_the_oldest_leaves() -> None:
    starts = minutes_ago(59, 40, 30, 20, 10)
    with pytest.raises(Refused) as refused:
        check_thresholds(running=0, starts=starts, now=NOW, limits=LIMITS)
    free_at = NOW + timedelta(minutes=1)
    assert refused.value.refusal == TooManyStarts(started=5, limit=5, free_at=free_at)


def test_a_start_exactly_one_hour_old_no_longer_counts() -> None:
    starts = minutes_ago(60, 40, 30, 20, 10)
    check_thresholds(running=0, starts=starts, now=NOW, limits=LIMITS)


def test_a_start_a_microsecond_younger_than_an_hour_counts() -> None:
    young = NOW - timedelta(hours=1) + timedelta(microseconds=1)
    with pytest.raises(Refused):
        check_thresholds(
            running=0,
            starts=[young, *minutes_ago(40, 30, 20, 10)],
            now=NOW,
            limits=LIMITS,
        )


def test_with_more_starts_than_allowed_the_way_is_free_when_enough_have_left() -> None:
    starts = minutes_ago(50, 40, 30, 20, 10, 5)
    with pytest.raises(Refused) as refused:
        check_thresholds(running=0, starts=starts, now=NOW, limits=LIMITS)
    free_at = NOW + timedelta(minutes=20)
    assert refused.value.refusal == TooManyStarts(started=6, limit=5, free_at=free_at)


def test_the_cap_is_told_before_the_hourly_limit() -> None:
    with pytest.raises(Refused) as refused:
        check_thresholds(
            running=3, starts=minutes_ago(5, 4, 3, 2, 1), now=NOW, limits=LIMITS
        )
    assert isinstance(refused.value.refusal, TooManyRunning)


@given(
    ages=st.lists(st.integers(min_value=0, max_value=7200), max_size=20),
    running=st.integers(min_value=0, max_value=6),
    max_running=st.integers(min_value=1, max_value=4),
    max_starts=st.integers(min_value=1, max_value=6),
)
def test_agrees_with_counting_one_by_one(
    ages: list[int], running: int, max_running: int, max_starts: int
) -> None:
    starts = sorted(NOW - timedelta(seconds=age) for age in ages)
    allowed = running < max_running and sum(age < 3600 for age in ages) < max_starts
    try:
        check_thresholds(
            running=running,
            starts=starts,
            now=NOW,
            limits=Limits(max_running, max_starts),
        )
    except Refused:
        assert not allowed
    else:
        assert allowed
