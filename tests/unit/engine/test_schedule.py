from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from almandine.engine.schedule import Schedule, read_schedule

VIENNA = ZoneInfo("Europe/Vienna")
DAILY = Schedule(2, 0)


def utc(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("code", "schedule"),
    [
        ("EVERY_DAY_02", Schedule(2, 0)),
        ("EVERY_DAY_23_45", Schedule(23, 45)),
        ("EVERY_SUNDAY_18", Schedule(18, 0, weekday=6)),
    ],
)
def test_codes_of_simple_schedules_are_read(code: str, schedule: Schedule) -> None:
    assert read_schedule(code) == schedule


@pytest.mark.parametrize(
    "code", ["", "NOT_SCHEDULED", "EVERY_DAY_24", "EVERY_DAY_2", "EVERY_DAY_02_60"]
)
def test_other_codes_stand_for_no_schedule(code: str) -> None:
    assert read_schedule(code) is None


def test_words_name_the_day_and_the_time() -> None:
    assert Schedule(18, 5, weekday=6).words == "Every Sunday at 18:05"


def test_the_time_is_that_of_the_zone() -> None:
    assert DAILY.next_run(VIENNA, utc(23, 0)) == utc(23, 1)


def test_a_run_due_right_now_is_due_again_tomorrow() -> None:
    assert DAILY.next_run(VIENNA, utc(23, 1)) == utc(24, 1)


def test_a_weekly_run_due_right_now_is_due_again_in_a_week() -> None:
    mondays = Schedule(2, 0, weekday=0)
    assert mondays.next_run(VIENNA, utc(23, 1)) == utc(30, 1)


def test_a_time_that_the_clocks_skip_comes_an_hour_later() -> None:
    half_past_two = Schedule(2, 30)
    after_midnight = utc(29, 0, month=3)
    assert half_past_two.next_run(VIENNA, after_midnight) == utc(29, 1, 30, month=3)


def test_a_time_that_comes_twice_counts_once() -> None:
    half_past_two = Schedule(2, 30)
    first = utc(25, 0, 30, month=10)
    assert half_past_two.next_run(VIENNA, first) == utc(26, 1, 30, month=10)
