"""What falls due in nights in which clocks are changed: a written table, and an oracle.

`ALMANDINE_CLOCK_YEARS` says how many years from 2020 on are compared with the oracle.
"""

import os
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from almandine.engine.schedule import read_schedule
from unit.engine.walking import DAY, MINUTE, days_of_change, shown_by_clocks
from unit.engine.zones import ZONES

FIRST = 2020
YEARS = int(os.environ.get("ALMANDINE_CLOCK_YEARS", "1"))
TIMES = [time(hour, minute) for hour in range(4) for minute in range(0, 60, 15)]
"""00:00 to 03:45."""
AROUND = timedelta(hours=30)
QUARTERS = (0, 15, 30, 45)
RECURRING = {"*/15": QUARTERS, "0,15,30,45": QUARTERS, "15": (15,)}

HOURLY = " ".join(f"{hour % 24:02}:15" for hour in range(23, 46))
"""Of a day of 23 hours in Vienna."""
HOWES = "13:30 13:50 14:10 14:30 14:50 15:10 15:40 16:00 16:20"
"""Clocks go from 02:00 to 02:30 at 15:30 UTC: what would be 02:00 and 02:20 does not
come; 02:40 does."""

THIRDS = "01:00 03:15 06:15 09:15 12:15 15:15 18:15 21:15"

TABLE = [
    # Skipped: when the clocks have been moved, once, be it one time or many.
    ("Europe/Vienna", "30 2 * * *", "2026-03-29", "01:00"),
    ("Europe/Vienna", "0 2 * * *", "2026-03-29", "01:00"),
    ("Europe/Vienna", "0 3 * * *", "2026-03-29", "01:00"),
    ("Europe/Vienna", "*/20 2 * * *", "2026-03-29", "01:00"),
    ("Europe/Vienna", "0,30 1-3 * * *", "2026-03-29", "00:00 00:30 01:00 01:30"),
    ("America/New_York", "30 2 * * *", "2026-03-08", "07:00"),
    ("Africa/Cairo", "15 0 * * *", "2026-04-24", "22:00"),
    ("Australia/Lord_Howe", "15 2 * * *", "2026-10-04", "15:30"),
    ("Antarctica/Troll", "0 1,2 * * *", "2026-03-29", "01:00"),
    # Shown twice: the first time alone.
    ("Europe/Vienna", "30 2 * * *", "2026-10-25", "00:30"),
    ("Europe/Vienna", "0 3 * * *", "2026-10-25", "02:00"),
    ("Europe/Vienna", "0 1-3 * * *", "2026-10-25", "23:00 00:00 02:00"),
    ("America/New_York", "30 1 * * *", "2026-11-01", "05:30"),
    ("Australia/Lord_Howe", "45 1 * * *", "2026-04-05", "14:45"),
    ("America/Havana", "0 0 * * *", "2026-11-01", "04:00"),
    # What recurs goes by the time that passes.
    ("Europe/Vienna", "*/30 2 * * *", "2026-10-25", "00:00 00:30 01:00 01:30"),
    ("Europe/Vienna", "0 * * * *", "2026-03-29", "23:00 00:00 01:00 02:00"),
    # Of what recurs every hour nothing is made up for: it goes on.
    ("Europe/Vienna", "15 * * * *", "2027-03-28", "23:15 00:15 01:15 02:15"),
    ("Europe/Vienna", "15 0-23 * * *", "2027-03-28", HOURLY),
    ("Europe/Vienna", "15 */1 * * 0", "2027-03-28", HOURLY),
    ("Europe/Vienna", "*/40 * * * *", "2027-03-28", "23:00 23:40 00:00 00:40 01:00"),
    ("Australia/Lord_Howe", "*/20 * * * *", "2026-10-04", HOWES),
    ("Africa/Cairo", "15 * * * *", "2026-04-24", "22:15 23:15 00:15"),
    ("Europe/Vienna", "15 * * * *", "2026-10-25", "22:15 23:15 00:15 01:15 02:15"),
    # Of what comes in some hours alone it is.
    ("Europe/Vienna", "15 */8 * * *", "2027-03-28", "23:15 06:15 14:15"),
    ("Europe/Vienna", "15 2-23/3 * * *", "2027-03-28", THIRDS),
    ("Europe/Vienna", "15 2,3 * * *", "2027-03-28", "01:00 01:15"),
    # Neither.
    ("Asia/Tokyo", "30 2 * * *", "2026-03-29", "17:30"),
    ("Europe/Vienna", "59 1 * * *", "2026-03-29", "00:59"),
    ("Europe/Vienna", "59 1 * * *", "2026-10-25", "23:59"),
]
"""Zone, expression, day there, and times of the first four hours or so (UTC)."""


def times(
    expression: str, zone: ZoneInfo, since: datetime, until: datetime
) -> list[datetime]:
    """Return when it falls due, later than `since` and before `until`."""
    schedule = read_schedule(expression)
    assert schedule is not None
    found: list[datetime] = []
    due = schedule.next_run(zone, since)
    while due < until:
        found.append(due)
        due = schedule.next_run(zone, due)
    return found


@pytest.mark.parametrize(("name", "expression", "day", "due"), TABLE)
def test_the_written_table_holds(
    name: str, expression: str, day: str, due: str
) -> None:
    zone = ZoneInfo(name)
    midnight = datetime.fromisoformat(day).replace(tzinfo=zone)
    first = times(expression, zone, midnight - MINUTE, midnight + DAY)
    told = due.split()
    assert [f"{each:%H:%M}" for each in first][: len(told)] == told
    assert expression.split()[1] == "*" or len(first) == len(told)


@pytest.mark.parametrize("name", ZONES)
def test_each_time_falls_due_as_whoever_walks_the_minutes_sees_it(name: str) -> None:
    zone = ZoneInfo(name)
    for day in days_of_change(zone, FIRST, FIRST + YEARS - 1):
        since, until = day - AROUND, day + AROUND + DAY
        seen = shown_by_clocks(zone, since, until)
        for each in TIMES:
            found = times(f"{each.minute} {each.hour} * * *", zone, since, until)
            wanted = {at[0] for wall, at in seen.items() if wall.time() == each}
            assert found == sorted(at for at in wanted if at > since)


@pytest.mark.parametrize(("spelt", "minutes"), RECURRING.items())
@pytest.mark.parametrize("name", ZONES)
def test_what_recurs_falls_due_as_whoever_walks_the_minutes_sees_it(
    name: str, spelt: str, minutes: Sequence[int]
) -> None:
    zone = ZoneInfo(name)
    for day in days_of_change(zone, FIRST, FIRST + YEARS - 1):
        since, until = day - AROUND, day + AROUND + DAY
        seen = shown_by_clocks(zone, since, until)
        found = times(f"{spelt} * * * *", zone, since, until)
        # Clocks never show what they skip: `seen` has it at the end of the gap.
        wanted = {
            each
            for wall, at in seen.items()
            for each in at
            if wall.minute in minutes
            and each.astimezone(zone).replace(tzinfo=None) == wall
        }
        assert found == sorted(at for at in wanted if at > since)


def test_an_oracle_that_lets_the_gap_pass_would_be_noticed() -> None:
    zone = ZoneInfo("Europe/Vienna")
    (day,) = [each for each in days_of_change(zone, 2026, 2026) if each.month < 6]
    seen = shown_by_clocks(zone, day, day + DAY)
    skipped = [
        wall
        for wall, at in seen.items()
        if at[0].astimezone(zone).replace(tzinfo=None) != wall
    ]
    assert (skipped[0].time(), skipped[-1].time(), len(skipped)) == (
        time(2),
        time(2, 59),
        60,
    )
