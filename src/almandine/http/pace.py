"""How many requests an institution may make within a second."""

from collections import deque
from datetime import datetime, timedelta
from typing import Final

from almandine.faults import PerSecondThreshold, Refused

WINDOW: Final = timedelta(seconds=1)


class Pace:
    """The requests of the last second, by institution.

    Each process counts its own: a client that keeps the limit is never refused,
    and one that does not gets at most the limit times the number of processes.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._recent: dict[str, deque[datetime]] = {}

    def take(self, institution: str, now: datetime) -> None:
        """Count a request.

        Raises:
            Refused: with `PerSecondThreshold` when as many as allowed are younger
                than a second. A refused request does not count.
        """
        recent = self._recent.get(institution)
        if recent is None:
            recent = self._recent[institution] = deque(maxlen=self._limit)
        # A clock that was set back must not close the gate until it caught up.
        if len(recent) == self._limit and timedelta() <= now - recent[0] < WINDOW:
            raise Refused(PerSecondThreshold())
        recent.append(now)
