"""The two thresholds of the API page, read as ADR 0007 says."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from almandine.faults import Refused, TooManyRunning, TooManyStarts


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the API may start; the defaults are those of the API page."""

    max_running: int = 3
    """Unfinished API-started runs of an institution at once."""
    max_starts: int = 5
    """Starts of one job within the window, whoever started it."""
    window: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands against one more run of a job."""

    overlapping: str | None
    """An unfinished run of the job on the same set or profile."""
    running: int
    """Unfinished runs of the institution that the API started."""
    limiting_start: datetime | None
    """Of the newest starts of the job within the window, as many as are allowed, the
    oldest (UTC); None when there were fewer."""


def check_thresholds(standing: Standing, limits: Limits) -> None:
    """Raise unless one more run may start.

    Raises:
        Refused: with `TooManyRunning` when as many as allowed are running already;
            with `TooManyStarts` when this job began as often as allowed within the
            window.
    """
    if standing.running >= limits.max_running:
        raise Refused(TooManyRunning(standing.running, limits.max_running))
    if standing.limiting_start is not None:
        free_at = standing.limiting_start + limits.window
        raise Refused(TooManyStarts(limits.max_starts, free_at))
