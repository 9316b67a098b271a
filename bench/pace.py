"""What is being done, and how much longer it will take: on standard error."""

import sys
import time
from collections.abc import Callable
from typing import Final

_BELIEF: Final = 60.0
"""Seconds of expected work before this machine's own speed outweighs our guess."""


class Pace:
    """Compares what was expected with what it took."""

    def __init__(
        self, expected: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin.

        Args:
            expected: Seconds that everything would take on the machine of the page.
            clock: Tells the seconds.
        """
        self._expected = expected
        self._clock = clock
        self._began = clock()
        self._done = self._doing = 0.0

    @property
    def left(self) -> float:
        """Return about how many seconds remain, what is being done included."""
        taken = self._clock() - self._began
        speed = (taken + _BELIEF) / (self._done + _BELIEF)
        return max(self._expected - self._done, 0.0) * speed

    def doing(self, what: str, expected: float) -> None:
        """Say what begins now, and for how many expected seconds."""
        self._done += self._doing
        self._doing = expected
        minutes, seconds = divmod(round(self.left), 60)
        print(f"[{minutes}:{seconds:02d} left] {what}", file=sys.stderr, flush=True)
