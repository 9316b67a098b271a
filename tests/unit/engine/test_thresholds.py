from datetime import UTC, datetime, timedelta

import pytest

from almandine.engine.thresholds import Limits, Standing, check_thresholds
from almandine.faults import Refused, TooManyRunning, TooManyStarts

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
LIMITS = Limits()


def test_the_fourth_concurrent_run_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        check_thresholds(Standing(None, 3, None), LIMITS)
    assert refused.value.refusal == TooManyRunning(running=3, limit=3)


def test_the_third_concurrent_run_may_start() -> None:
    check_thresholds(Standing(None, 2, None), LIMITS)


def test_the_sixth_start_within_an_hour_waits_until_the_limiting_one_leaves() -> None:
    with pytest.raises(Refused) as refused:
        check_thresholds(Standing(None, 0, NOON), LIMITS)
    free_at = NOON + timedelta(hours=1)
    assert refused.value.refusal == TooManyStarts(limit=5, free_at=free_at)


def test_the_cap_is_told_before_the_hourly_limit() -> None:
    with pytest.raises(Refused) as refused:
        check_thresholds(Standing(None, 3, NOON), LIMITS)
    assert isinstance(refused.value.refusal, TooManyRunning)


def test_the_limits_are_what_settings_say() -> None:
    with pytest.raises(Refused) as refused:
        check_thresholds(Standing(None, 1, None), Limits(max_running=1))
    assert refused.value.refusal == TooManyRunning(running=1, limit=1)
