"""When schedules fall due, away from the nights in which clocks are changed."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.engine.schedules.schedule import Schedule, read_schedule
from unit.engine.schedules.zones import ZONES

VIENNA = ZoneInfo("Europe/Vienna")
START = datetime(2026, 1, 1, tzinfo=UTC)
LATEST = timedelta(days=366 * 14)
CODES = (
    "EVERY_DAY_02",
    "EVERY_SUNDAY_18_30",
    "EVERY_HOUR_15",
    "EVERY_8_HOURS_FROM_02_30",
    "EVERY_MONTH_28_00",
    "EVERY_MONTH_LAST_23_45",
    "*/7 1-3 * * *",
    "30 2 29 2 *",
    "0 0 31 * *",
    "59 23 31 12 5",
)


def schedule_of(code: str) -> Schedule:
    schedule = read_schedule(code)
    assert schedule is not None
    return schedule


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def next_after(code: str, after: str, zone: ZoneInfo = VIENNA) -> datetime | None:
    return schedule_of(code).next_run(zone, utc(after))


@pytest.mark.parametrize(
    ("code", "expression", "words"),
    [
        ("30 2 * * 1-5", "30 2 * * 1-5", "At 02:30 on Monday through Friday"),
        (" 0  9 1 jan mon ", "0 9 1 JAN MON", None),
        ("EVERY_DAY_02", "0 2 * * *", "Every day at 02:00"),
    ],
)
def test_a_code_is_read_as_an_expression_with_words(
    code: str, expression: str, words: str | None
) -> None:
    schedule = schedule_of(code)
    assert schedule == Schedule(expression, words or schedule.words)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "NOT_SCHEDULED",
        "EVERY_DAY_24",
        "FULL_MOON",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "0 0 0 * *",
        "0 0 30 2 *",
        "*/0 * * * *",
        "@daily",
        "0 2 * * 1#6",
    ],
)
def test_what_never_falls_due_is_no_schedule(code: str) -> None:
    assert read_schedule(code) is None


@given(st.text(alphabet="0123456789*/,-LW# MONJA", max_size=30))
def test_any_text_is_a_schedule_that_falls_due_or_none(text: str) -> None:
    schedule = read_schedule(text)
    assert schedule is None or schedule.next_run(VIENNA, START) is not None


def test_the_time_is_that_of_the_zone() -> None:
    assert next_after("EVERY_DAY_02", "2026-11-23T00:00") == utc("2026-11-23T01:00")


def test_a_run_due_right_now_is_due_again_tomorrow() -> None:
    assert next_after("EVERY_DAY_02", "2026-11-23T01:00") == utc("2026-11-24T01:00")


def test_a_run_is_due_though_its_minute_has_a_second_to_go() -> None:
    due = next_after("EVERY_DAY_02", "2026-11-23T00:59:59.999")
    assert due == utc("2026-11-23T01:00")


def test_a_weekly_run_due_right_now_is_due_again_in_a_week() -> None:
    due = next_after("EVERY_MONDAY_02", "2026-11-23T01:00")
    assert due == utc("2026-11-30T01:00")


def test_a_year_of_53_weeks_has_53_runs_a_week() -> None:
    weekly = schedule_of("EVERY_THURSDAY_12")
    year = weekly.times(VIENNA, utc("2026-01-01"), utc("2027-01-01"))
    assert len(list(year)) == 53


def test_the_31st_comes_in_seven_months() -> None:
    days = schedule_of("0 12 31 * *").times(
        VIENNA, utc("2026-01-01"), utc("2027-01-01")
    )
    assert [each.month for each in days] == [1, 3, 5, 7, 8, 10, 12]


def test_the_last_day_comes_in_every_month_leap_days_included() -> None:
    days = schedule_of("EVERY_MONTH_LAST_12").times(
        VIENNA, utc("2028-01-01"), utc("2028-05-01")
    )
    assert [each.day for each in days] == [31, 29, 31, 30]


def test_a_leap_day_comes_every_fourth_year_but_not_in_2100() -> None:
    days = schedule_of("0 12 29 2 *").times(
        VIENNA, utc("2090-01-01"), utc("2105-01-01")
    )
    assert [each.year for each in days] == [2092, 2096, 2104]


def test_days_of_month_and_week_are_either_or_as_in_cron() -> None:
    days = schedule_of("0 12 1 * 1").times(VIENNA, utc("2026-11-01"), utc("2026-11-16"))
    assert [each.day for each in days] == [1, 2, 9]


@given(
    st.sampled_from(CODES),
    st.sampled_from(ZONES),
    st.timedeltas(timedelta(), LATEST),
    st.timedeltas(timedelta(), timedelta(days=3)),
)
def test_the_next_run_never_comes_sooner_for_who_asks_later(
    code: str, zone: str, asked: timedelta, later: timedelta
) -> None:
    schedule, place = schedule_of(code), ZoneInfo(zone)
    at = START + asked
    first = schedule.next_run(place, at)
    second = schedule.next_run(place, at + later)
    assert first is not None
    assert second is not None
    assert at < first <= second
    assert second == first or at + later >= first


@given(
    st.sampled_from(CODES), st.sampled_from(ZONES), st.timedeltas(timedelta(), LATEST)
)
def test_whoever_asks_at_any_moment_before_a_run_is_told_that_run(
    code: str, zone: str, asked: timedelta
) -> None:
    schedule, place = schedule_of(code), ZoneInfo(zone)
    at = START + asked
    due = schedule.next_run(place, at)
    assert due is not None
    just_before = due - timedelta(microseconds=1)
    assert schedule.next_run(place, max(at, just_before)) == due
