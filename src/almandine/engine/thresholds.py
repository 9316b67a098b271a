"""The two thresholds of the API page, read as ADR 0007 says."""

from collections.abc import Sequence
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


def check_thresholds(
    *, running: int, starts: Sequence[datetime], now: datetime, limits: Limits
) -> None:
    """Raise unless one more job may start now.

    Args:
        running: Jobs started through the API and not finished yet.
        starts: Instants at which this job was started, oldest first (UTC).
        now: The instant of the request (UTC).
        limits: What is allowed.

    Raises:
        Refused: with `TooManyRunning` when as many as allowed are running already;
            with `TooManyStarts` when this job began as often as allowed within the
            window. A start exactly as old as the window no longer counts.
    """
    if running >= limits.max_running:
        raise Refused(TooManyRunning(running, limits.max_running))
    recent = [start for start in starts if start > now - limits.window]
    if len(recent) >= limits.max_starts:
        # The start whose leaving brings the count below the limit.
        free_at = recent[-limits.max_starts] + limits.window
        raise Refused(TooManyStarts(len(recent), limits.max_starts, free_at))
