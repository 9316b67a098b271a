"""An oracle that knows nothing of schedules: it walks the minutes and looks at clocks.

Only the way from UTC to local time is used, in which nothing is skipped or doubled.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


def days_of_change(zone: ZoneInfo, first: int, last: int) -> Iterator[datetime]:
    """Yield midnights (UTC) of days in the course of which the clocks are changed."""
    day = datetime(first, 1, 1, tzinfo=UTC)
    while day.year <= last:
        if _offset(day, zone) != _offset(day + DAY, zone):
            yield day
        day += DAY


def _offset(at: datetime, zone: ZoneInfo) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def shown_by_clocks(
    zone: ZoneInfo, since: datetime, until: datetime
) -> dict[datetime, list[datetime]]:
    """Return when each local minute is shown by the clocks, or passed over by them.

    Args:
        zone: Where the clocks hang.
        since: From when on they are watched (UTC), a time of no change.
        until: Up to when, exclusive.
    """
    seen: dict[datetime, list[datetime]] = {}
    at, expected = since, since.astimezone(zone).replace(tzinfo=None)
    while at < until:
        shown = at.astimezone(zone).replace(tzinfo=None, fold=0)
        while expected < shown:
            seen.setdefault(expected, []).append(at)
            expected += MINUTE
        seen.setdefault(shown, []).append(at)
        expected = max(expected, shown + MINUTE)
        at += MINUTE
    return seen
