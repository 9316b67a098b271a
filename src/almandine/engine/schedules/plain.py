"""The plain forms of a schedule, as codes: `EVERY_DAY_02`, `EVERY_MONTH_LAST_23_30`.

The codes are ours, the forms are those that people choose from in Alma: the vendor's
own list is not public. A month has 28 days here or a last one, so that nothing that was
set up for each month is left out in February.
"""

import re
from collections.abc import Callable
from re import Match
from typing import Final

_DAYS: Final = (
    "SUNDAY",
    "MONDAY",
    "TUESDAY",
    "WEDNESDAY",
    "THURSDAY",
    "FRIDAY",
    "SATURDAY",
)
"""As cron counts them, from 0."""

_TIME: Final = r"(?P<hour>[01][0-9]|2[0-3])(?:_(?P<minute>[0-5][0-9]))?"

Plain = tuple[str, str]
"""An expression of cron, and the words for it."""


def _daily(told: Match[str]) -> Plain:
    minute, hour = _time(told)
    return f"{minute} {hour} * * *", f"Every day at {hour:02}:{minute:02}"


def _weekly(told: Match[str]) -> Plain:
    minute, hour = _time(told)
    day = told["day"]
    words = f"Every {day.capitalize()} at {hour:02}:{minute:02}"
    return f"{minute} {hour} * * {_DAYS.index(day)}", words


def _hourly(told: Match[str]) -> Plain:
    minute = int(told["minute"] or 0)
    return f"{minute} * * * *", f"Every hour at {minute} minutes past"


def _every_some_hours(told: Match[str]) -> Plain:
    minute, hour = _time(told)
    step = int(told["step"])
    hours = ",".join(map(str, range(hour % step, 24, step)))
    words = f"Every {step} hours starting at {hour:02}:{minute:02}"
    return f"{minute} {hours} * * *", words


def _monthly(told: Match[str]) -> Plain:
    minute, hour = _time(told)
    day = int(told["day"])
    words = f"Every month on day {day} at {hour:02}:{minute:02}"
    return f"{minute} {hour} {day} * *", words


def _at_the_end_of_the_month(told: Match[str]) -> Plain:
    minute, hour = _time(told)
    words = f"Every month on the last day at {hour:02}:{minute:02}"
    return f"{minute} {hour} L * *", words


_FORMS: Final[tuple[tuple[str, Callable[[Match[str]], Plain]], ...]] = (
    (f"EVERY_DAY_{_TIME}", _daily),
    (f"EVERY_(?P<day>{'|'.join(_DAYS)})_{_TIME}", _weekly),
    (r"EVERY_HOUR(?:_(?P<minute>[0-5][0-9]))?", _hourly),
    (f"EVERY_(?P<step>2|3|4|6|8|12)_HOURS_FROM_{_TIME}", _every_some_hours),
    (f"EVERY_MONTH_(?P<day>0[1-9]|1[0-9]|2[0-8])_{_TIME}", _monthly),
    (f"EVERY_MONTH_LAST_{_TIME}", _at_the_end_of_the_month),
)


def plain_form(code: str) -> Plain | None:
    """Return expression and words of a plain form; None for any other text."""
    for pattern, spell in _FORMS:
        told = re.fullmatch(pattern, code)
        if told is not None:
            return spell(told)
    return None


def _time(told: Match[str]) -> tuple[int, int]:
    """Return minute and hour."""
    return int(told["minute"] or 0), int(told["hour"])
