"""When schedules fall due: codes, zones, and the hours that clocks skip or repeat."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from almandine.engine.schedule import Schedule, read_schedule
from unit.engine.zones import ZONES

VIENNA: Final = ZoneInfo("Europe/Vienna")


def utc(text: str) -> datetime:
    """Return an instant of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def due(
    code: str, after: datetime, *, zone: ZoneInfo = VIENNA, times: int = 1
) -> list[str]:
    """Return when a schedule next falls due, so many times, in UTC."""
    schedule = read_schedule(code)
    assert schedule is not None
    found: list[str] = []
    for _ in range(times):
        after = schedule.next_run(zone, after)
        found.append(f"{after:%m-%d %H:%M}")
    return found


@pytest.mark.parametrize(
    ("code", "schedule"),
    [
        ("EVERY_DAY_02", Schedule("0 2 * * *", "Every day at 02:00")),
        ("EVERY_DAY_23_45", Schedule("45 23 * * *", "Every day at 23:45")),
        ("EVERY_SUNDAY_18", Schedule("0 18 * * 0", "Every Sunday at 18:00")),
        ("EVERY_1_HOURS_FROM_00_15", Schedule("15 * * * *", "Every hour at 15")),
        (
            "EVERY_8_HOURS_FROM_20",
            Schedule("0 4,12,20 * * *", "Every 8 hours, starting at 20:00"),
        ),
        (
            "EVERY_MONTH_ON_31_04_30",
            Schedule("30 4 31 * *", "On day 31 of every month at 04:30"),
        ),
        (
            "0 2 * * 1-5",
            Schedule("0 2 * * 1-5", "At 02:00 on Monday through Friday"),
        ),
    ],
)
def test_codes_are_read(code: str, schedule: Schedule) -> None:
    assert read_schedule(code) == schedule


@pytest.mark.parametrize(
    "code",
    [
        *("", "NOT_SCHEDULED", "EVERY_DAY_24", "EVERY_DAY_2", "EVERY_DAY_02_60"),
        *("EVERY_5_HOURS_FROM_00", "EVERY_MONTH_ON_32_04", "every_day_02"),
        *("0 2 * *", "0 0 2 * * *", "60 2 * * *", "0 2 31 4 *", "at two o clock ."),
    ],
)
def test_other_codes_stand_for_no_schedule(code: str) -> None:
    assert read_schedule(code) is None


def test_the_time_is_that_of_the_zone() -> None:
    assert due("EVERY_DAY_02", utc("11-23 00:00")) == ["11-23 01:00"]


def test_what_is_due_right_now_is_due_again_the_next_time() -> None:
    assert due("EVERY_DAY_02", utc("11-23 01:00")) == ["11-24 01:00"]
    assert due("EVERY_MONDAY_02", utc("11-23 01:00")) == ["11-30 01:00"]


def test_months_that_are_too_short_are_left_out() -> None:
    found = due("EVERY_MONTH_ON_31_04", utc("01-01 00:00"), times=4)
    assert found == ["01-31 03:00", "03-31 02:00", "05-31 02:00", "07-31 02:00"]


def test_the_last_day_of_february_comes_every_fourth_year() -> None:
    schedule = read_schedule("0 4 29 2 *")
    assert schedule is not None
    first = schedule.next_run(VIENNA, utc("01-01 00:00"))
    assert first == datetime(2028, 2, 29, 3, tzinfo=UTC)


SPRING: Final = "03-29 00:00"
"""01:00 in Vienna; at 01:00 UTC its clocks go from 02:00 to 03:00."""
AUTUMN: Final = "10-24 23:00"
"""01:00 in Vienna; at 01:00 UTC its clocks go from 03:00 back to 02:00."""


@pytest.mark.parametrize(
    ("code", "after", "expected"),
    [
        ("EVERY_DAY_01_30", SPRING, ["03-29 00:30", "03-29 23:30"]),
        ("EVERY_DAY_02", SPRING, ["03-29 01:00", "03-30 00:00"]),
        ("EVERY_DAY_02_30", SPRING, ["03-29 01:00", "03-30 00:30"]),
        ("EVERY_DAY_03", SPRING, ["03-29 01:00", "03-30 01:00"]),
        ("0 2,3 * * *", SPRING, ["03-29 01:00", "03-30 00:00"]),
        ("*/30 2 * * *", SPRING, ["03-29 01:00", "03-30 00:00"]),
        ("EVERY_DAY_02", AUTUMN, ["10-25 00:00", "10-26 01:00"]),
        ("EVERY_DAY_02_30", AUTUMN, ["10-25 00:30", "10-26 01:30"]),
        ("EVERY_DAY_03", AUTUMN, ["10-25 02:00", "10-26 02:00"]),
        ("0 * * * *", AUTUMN, ["10-25 00:00", "10-25 01:00"]),
        ("EVERY_12_HOURS_FROM_02", AUTUMN, ["10-25 00:00", "10-25 13:00"]),
    ],
)
def test_hours_that_clocks_skip_or_repeat(
    code: str, after: str, expected: list[str]
) -> None:
    assert due(code, utc(after), times=2) == expected


@given(
    code=some.sampled_from(
        ["EVERY_DAY_02_30", "*/15 * * * *", "EVERY_3_HOURS_FROM_01", "0 2 * * 1-5"]
    ),
    zone=some.sampled_from(ZONES),
    now=some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001 - made UTC below
)
def test_the_next_time_is_later_and_nothing_lies_between(
    code: str, zone: str, now: datetime
) -> None:
    schedule, begin = read_schedule(code), now.replace(tzinfo=UTC)
    assert schedule is not None
    first = schedule.next_run(ZoneInfo(zone), begin)
    between = begin + (first - begin) / 2
    assert begin < first
    assert schedule.next_run(ZoneInfo(zone), between) == first
