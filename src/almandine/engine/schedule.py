"""Schedules: the codes that jobs are given, in words, and when they fall due.

The codes are ours: the vendor's list is not public. `EVERY_DAY_02` is every day
at 02:00, `EVERY_SUNDAY_18_30` every Sunday at 18:30, in the institution's zone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_CODE = re.compile(
    rf"EVERY_(DAY|{'|'.join(_DAYS)})_([01][0-9]|2[0-3])(?:_([0-5][0-9]))?"
)

_DAYS_AHEAD = 9
"""Today, a week, and a day to spare where the clocks are put forward."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A time of day, on every day or on one day of the week."""

    hour: int
    minute: int
    weekday: int | None = None
    """0 is Monday; None is every day."""

    @property
    def words(self) -> str:
        """Return the schedule as people say it."""
        day = "day" if self.weekday is None else _DAYS[self.weekday].capitalize()
        return f"Every {day} at {self.hour:02}:{self.minute:02}"

    def next_run(self, zone: ZoneInfo, now: datetime) -> datetime:
        """Return when the schedule next falls due, later than `now` (UTC).

        A time that the clocks skip in spring falls due as much later as they
        were moved; one that comes twice in autumn falls due the first time.
        """
        today = now.astimezone(zone)
        days = (today + timedelta(days=ahead) for ahead in range(_DAYS_AHEAD))
        due = (self._due_on(day) for day in days if self._falls_on(day))
        return next(instant for instant in due if instant > now)

    def _falls_on(self, day: datetime) -> bool:
        return self.weekday in (None, day.weekday())

    def _due_on(self, day: datetime) -> datetime:
        """Return when the schedule falls due on the day of a local time (UTC)."""
        due = day.replace(
            hour=self.hour, minute=self.minute, second=0, microsecond=0, fold=0
        )
        return due.astimezone(UTC)


def read_schedule(code: str) -> Schedule | None:
    """Return the schedule that a code stands for; None for any other code."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    day, hour, minute = match.groups()
    weekday = None if day == "DAY" else _DAYS.index(day)
    return Schedule(int(hour), int(minute or 0), weekday)
