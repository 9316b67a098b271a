"""What falls due in nights in which clocks are changed: a written table, and an oracle.

`ALMANDINE_CLOCK_YEARS` says how many years from 2020 on are compared with the oracle.
"""

import os
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from almandine.engine.schedules.schedule import Schedule
from unit.engine.schedules.test_schedule import schedule_of, utc
from unit.engine.schedules.walking import (
    MINUTE,
    days_of_change,
    first_shown,
    instants_of,
)
from unit.engine.schedules.zones import ZONES

FIRST = 2020
YEARS = int(os.environ.get("ALMANDINE_CLOCK_YEARS", "1"))
LAST = FIRST + YEARS - 1
TIMES = [time(hour, minute) for hour in range(4) for minute in range(0, 60, 15)]
"""00:00 to 03:45."""
AROUND = timedelta(hours=30)

TABLE = [
    # Skipped: when the gap ends, once, be it one time or many.
    ("Europe/Vienna", "30 2 * * *", "2026-03-29", ["01:00"]),
    ("Europe/Vienna", "0 2 * * *", "2026-03-29", ["01:00"]),
    ("Europe/Vienna", "0 3 * * *", "2026-03-29", ["01:00"]),
    ("Europe/Vienna", "*/20 2 * * *", "2026-03-29", ["01:00"]),
    ("Europe/Vienna", "0,30 1-3 * * *", "2026-03-29", "00:00 00:30 01:00 01:30"),
    ("America/New_York", "30 2 * * *", "2026-03-08", ["07:00"]),
    ("Africa/Cairo", "15 0 * * *", "2026-04-24", ["22:00"]),
    ("Australia/Lord_Howe", "15 2 * * *", "2026-10-04", ["15:30"]),
    ("Antarctica/Troll", "0 1,2 * * *", "2026-03-29", ["01:00"]),
    # Shown twice: the first time alone.
    ("Europe/Vienna", "30 2 * * *", "2026-10-25", ["00:30"]),
    ("Europe/Vienna", "0 3 * * *", "2026-10-25", ["02:00"]),
    ("Europe/Vienna", "0 1-3 * * *", "2026-10-25", "23:00 00:00 02:00"),
    ("America/New_York", "30 1 * * *", "2026-11-01", ["05:30"]),
    ("Australia/Lord_Howe", "45 1 * * *", "2026-04-05", ["14:45"]),
    ("America/Havana", "0 0 * * *", "2026-11-01", ["04:00"]),
    # Neither.
    ("Asia/Tokyo", "30 2 * * *", "2026-03-29", ["17:30"]),
    ("Europe/Vienna", "59 1 * * *", "2026-03-29", ["00:59"]),
    ("Europe/Vienna", "59 1 * * *", "2026-10-25", ["23:59"]),
]


def on(schedule: Schedule, zone: ZoneInfo, day: str) -> list[datetime]:
    """Return what falls due on a local day, its clocks' changes included."""
    midnight = datetime.fromisoformat(day).replace(tzinfo=zone)
    evening = midnight.replace(hour=12)
    before = midnight.astimezone(utc(day).tzinfo) - timedelta(microseconds=1)
    return list(schedule.times(zone, before, evening.astimezone(utc(day).tzinfo)))


@pytest.mark.parametrize(("zone", "expression", "day", "due"), TABLE)
def test_the_written_table_holds(
    zone: str, expression: str, day: str, due: list[str] | str
) -> None:
    found = on(schedule_of(expression), ZoneInfo(zone), day)
    told = due.split() if isinstance(due, str) else due
    assert [f"{each:%H:%M}" for each in found] == told


@pytest.mark.parametrize("name", ZONES)
def test_each_time_falls_due_as_whoever_walks_the_minutes_sees_it(name: str) -> None:
    zone = ZoneInfo(name)
    for day in days_of_change(zone, FIRST, LAST):
        since, until = day - AROUND, day + AROUND + timedelta(days=1)
        seen = first_shown(zone, since, until)
        days = {shown.date() for shown in seen}
        for each in TIMES:
            schedule = schedule_of(f"{each.minute} {each.hour} * * *")
            found = list(schedule.times(zone, since, until - MINUTE))
            expected = instants_of({each}, seen, days)
            assert found == [at for at in expected if at > since]


@pytest.mark.parametrize("name", ZONES)
def test_every_quarter_of_an_hour_falls_due_as_the_walker_sees_it(name: str) -> None:
    zone = ZoneInfo(name)
    quarters = {time(hour, minute) for hour in range(24) for minute in (0, 15, 30, 45)}
    for day in days_of_change(zone, FIRST, LAST):
        since, until = day - AROUND, day + AROUND + timedelta(days=1)
        seen = first_shown(zone, since, until)
        expected = instants_of(quarters, seen, {shown.date() for shown in seen})
        schedule = schedule_of("*/15 * * * *")
        found = list(schedule.times(zone, since, until - MINUTE))
        assert found == [at for at in expected if at > since]


def test_an_oracle_that_lets_the_gap_pass_would_be_noticed() -> None:
    zone = ZoneInfo("Europe/Vienna")
    since, until = utc("2026-03-28T20:00"), utc("2026-03-29T12:00")
    seen = first_shown(zone, since, until)
    shown = {at.astimezone(zone).replace(tzinfo=None) for at in seen.values()}
    skipped = [each for each in seen if each not in shown]
    assert (skipped[0].time(), skipped[-1].time(), len(skipped)) == (
        time(2),
        time(2, 59),
        60,
    )
