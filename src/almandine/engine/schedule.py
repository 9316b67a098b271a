"""Schedules: the codes that jobs are given, in words, and when they fall due.

The codes are ours, in the spelling of the few that are known: the vendor's list is
not public. `EVERY_DAY_02` is every day at 02:00, `EVERY_SUNDAY_18_30` every Sunday at
18:30, `EVERY_6_HOURS_FROM_01` at 01:00, 07:00, 13:00 and 19:00, `EVERY_MONTH_ON_31_04`
at 04:00 on the last day of the months that have 31. A code with blanks in it is a cron
expression of five fields: `0 2 * * 1-5`. All of them are in the institution's zone.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

_DAYS: Final = (
    *("SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY"),
    *("THURSDAY", "FRIDAY", "SATURDAY"),
)
"""In the order of cron, which counts from Sunday."""
_TIME: Final = r"(?P<hour>[01][0-9]|2[0-3])(?:_(?P<minute>[0-5][0-9]))?"
_FORMS: Final = tuple(
    re.compile(f"{form}_{_TIME}")
    for form in (
        r"EVERY_DAY",
        rf"EVERY_(?P<weekday>{'|'.join(_DAYS)})",
        r"EVERY_(?P<hours>1|2|3|4|6|8|12)_HOURS_FROM",
        r"EVERY_MONTH_ON_(?P<day>0[1-9]|[12][0-9]|3[01])",
    )
)
NOT_SCHEDULED: Final = "NOT_SCHEDULED"
"""The code of a job that starts on request alone."""
_CRON_FIELDS: Final = 5
ALLOWED: Final = (
    "EVERY_DAY_02, EVERY_SUNDAY_18_30, EVERY_6_HOURS_FROM_01, EVERY_MONTH_ON_31_04 and"
    " the like, or cron such as 0 2 * * 1-5"
)
"""For whoever wrote another code."""
_DAY: Final = 24
"""Hours."""
_SECOND: Final = timedelta(seconds=1)
_SOME_DAY: Final = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something falls due, in whichever zone."""

    cron: str
    """As a cron expression of five fields."""
    words: str
    """As people say it."""

    def next_run(self, zone: ZoneInfo, now: datetime) -> datetime:
        """Return when the schedule next falls due, later than `now` (UTC).

        A time that the clocks skip in spring falls due when they have been moved, and
        several of them once; one that comes twice in autumn the first time. What recurs
        within the hour goes by the time that passes besides, and what recurs every hour
        by that alone: it goes on, and nothing of it was missed.
        """
        local = now.astimezone(zone).replace(fold=0)
        # Of the library's own rule, which lets what recurs rest while clocks skip it.
        passing = (each.astimezone(UTC) for each in CronSim(self._recurring, local))
        due = next(instant for instant in passing if instant > now)
        if self._is_hourly:
            return due
        walls = CronSim(self.cron, local.replace(tzinfo=None))
        shown = (_first_shown(each, zone) for each in walls)
        return min(due, next(instant for instant in shown if instant > now))

    @property
    def _is_hourly(self) -> bool:
        """Tell whether it recurs in each hour of a day, however that is spelt."""
        return len(CronSim(self.cron, _SOME_DAY).hours) == _DAY

    @property
    def _recurring(self) -> str:
        """Return the expression with every hour as `*`, which the library goes by."""
        minute, hour, *days = self.cron.split()
        return " ".join((minute, "*" if self._is_hourly else hour, *days))


def _first_shown(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return when clocks first show a time; where they skip it, when they are moved."""
    local = wall.replace(tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _end_of_gap(local)


def _end_of_gap(skipped: datetime) -> datetime:
    """Return when clocks are put forward, past a local time that they skip."""
    before = skipped.replace(fold=1).astimezone(UTC)
    after = skipped.astimezone(UTC)
    offset = before.astimezone(skipped.tzinfo).utcoffset()

    def is_over(seconds: int) -> bool:
        local = (before + seconds * _SECOND).astimezone(skipped.tzinfo)
        return local.utcoffset() != offset

    seconds = range((after - before) // _SECOND)
    return before + bisect_left(seconds, 1, key=is_over) * _SECOND


def read_schedule(code: str) -> Schedule | None:
    """Return the schedule that a code stands for; None for any other code."""
    if " " in code:
        return _of_cron(code)
    for form in _FORMS:
        if match := form.fullmatch(code):
            return _of_form(match.groupdict())
    return None


def _of_cron(code: str) -> Schedule | None:
    if len(code.split()) != _CRON_FIELDS:
        return None
    try:
        cron = CronSim(code, _SOME_DAY)
        next(cron)
    except (CronSimError, StopIteration):
        # The 31st of April is no error to it, but no day either.
        return None
    return Schedule(code, cron.explain())


def _of_form(found: Mapping[str, str | None]) -> Schedule:
    """Return the schedule of a form, by the groups that its code has."""
    time = Time(int(found["hour"] or 0), int(found["minute"] or 0))
    for name, read in _READ.items():
        if value := found.get(name):
            return read(value, time)
    return Schedule(f"{time.cron} * * *", f"Every day at {time}")


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day."""

    hour: int
    minute: int

    def __str__(self) -> str:
        return f"{self.hour:02}:{self.minute:02}"

    @property
    def cron(self) -> str:
        """Return the first two fields of a cron expression."""
        return f"{self.minute} {self.hour}"


def _weekly(weekday: str, time: Time) -> Schedule:
    cron = f"{time.cron} * * {_DAYS.index(weekday)}"
    return Schedule(cron, f"Every {weekday.capitalize()} at {time}")


def _hourly(hours: str, time: Time) -> Schedule:
    step = int(hours)
    if step == 1:
        return Schedule(f"{time.minute} * * * *", f"Every hour at {time.minute:02}")
    at = sorted((time.hour + passed) % _DAY for passed in range(0, _DAY, step))
    cron = f"{time.minute} {','.join(map(str, at))} * * *"
    return Schedule(cron, f"Every {step} hours, starting at {time}")


def _monthly(day: str, time: Time) -> Schedule:
    cron = f"{time.cron} {int(day)} * *"
    return Schedule(cron, f"On day {int(day)} of every month at {time}")


_READ: Final[Mapping[str, Callable[[str, Time], Schedule]]] = {
    "weekday": _weekly,
    "hours": _hourly,
    "day": _monthly,
}
