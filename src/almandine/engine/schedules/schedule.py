"""When a schedule falls due: an expression of cron, on the institution's clocks.

Where clocks are changed, each time that they show falls due once (ADR 0022). What is
skipped in spring falls due when the gap ends, and if that is several times, once
together; what comes twice in autumn falls due when it comes first.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from almandine.engine.schedules.plain import plain_form

NOT_SCHEDULED: Final = "NOT_SCHEDULED"
"""The code of a job that starts on request alone."""

_FIELDS: Final = 5
_ANY_DAY: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - of the wall clock
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Times of day, on some days."""

    expression: str
    """Minute, hour, day of the month, month, day of the week, as Debian's cron."""
    words: str
    """The schedule as people say it."""

    def next_run(self, zone: ZoneInfo, after: datetime) -> datetime | None:
        """Return when it next falls due, later than `after` (UTC).

        None where no day of the next 50 years has such a time.
        """
        # Without a zone, for the library has a rule of its own for changing clocks.
        shown = after.astimezone(zone).replace(tzinfo=None, fold=0)
        due = (_instant(each, zone) for each in CronSim(self.expression, shown))
        return next((instant for instant in due if instant > after), None)

    def times(
        self, zone: ZoneInfo, after: datetime, until: datetime | None = None
    ) -> Iterator[datetime]:
        """Yield when it falls due, later than `after` and up to `until` (UTC)."""
        while due := self.next_run(zone, after):
            if until is not None and due > until:
                return
            yield due
            after = due


def _instant(shown: datetime, zone: ZoneInfo) -> datetime:
    """Return when clocks first show a time; where they skip it, when the gap ends."""
    local = shown.replace(tzinfo=zone)
    instant = local.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == shown:
        return instant
    return _end_of_gap(local)


def _end_of_gap(skipped: datetime) -> datetime:
    """Return when the clocks are put forward, past a local time that they skip."""
    before = skipped.replace(fold=1).astimezone(UTC)
    after = skipped.astimezone(UTC)
    offset = before.astimezone(skipped.tzinfo).utcoffset()

    def is_over(seconds: int) -> bool:
        local = (before + seconds * _SECOND).astimezone(skipped.tzinfo)
        return local.utcoffset() != offset

    seconds = range((after - before) // _SECOND)
    return before + bisect_left(seconds, 1, key=is_over) * _SECOND


def read_schedule(code: str) -> Schedule | None:
    """Return the schedule that a code or an expression of cron stands for.

    None for any other text, and for an expression that never falls due.
    """
    plain = plain_form(code)
    if plain is not None:
        return Schedule(*plain)
    fields = code.split()
    if len(fields) != _FIELDS:
        return None
    try:
        cron = CronSim(code, _ANY_DAY)
        next(cron)
    except (CronSimError, StopIteration):
        return None
    return Schedule(" ".join(fields).upper(), cron.explain())
