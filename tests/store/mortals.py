"""Where processes that die come from; what they do is in `store.dying`."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Final

from databases.homes import Home

PATIENCE: Final = 10.0
"""Seconds."""
SESSIONS: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name = 'almandine'
"""


@dataclass(frozen=True, slots=True)
class Mortals:
    """Makes processes that migrate; the next one when the last has ended."""

    source: subprocess.Popen[str]

    def wait(self) -> None:
        """Wait until the source is ready."""
        self._told("ready")

    def live(self, home: Home, to: str) -> tuple[int, float]:
        """Migrate in peace; return the number of steps, and the seconds it took."""
        began = time.monotonic()
        self._begin(home, to)
        steps = self._told("steps")
        assert self._told("ended") == 0
        return steps, time.monotonic() - began

    def die_at(self, home: Home, to: str, step: int) -> int:
        """Migrate up to a step; return the exit code."""
        self._begin(home, to, step)
        return self._ended(home)

    def die_after(self, home: Home, to: str, seconds: float) -> int:
        """Migrate so long; return the exit code, which is 0 if it was too late."""
        process = self._begin(home, to)
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        return self._ended(home)

    def _begin(self, home: Home, to: str, fatal: int = 0) -> int:
        assert self.source.stdin is not None
        words = [str(home.directory), home.url, to, str(fatal)]
        self.source.stdin.write("\t".join(words) + "\n")
        self.source.stdin.flush()
        return self._told("process")

    def _ended(self, home: Home) -> int:
        code = self._told("ended")
        # A file knows at once that its writer is dead; a server, soon.
        until = time.monotonic() + PATIENCE
        while not home.is_sqlite and home.rows(SESSIONS) != [(0,)]:
            assert time.monotonic() < until
            time.sleep(0.01)
        return code

    def _told(self, wanted: str) -> int:
        """Return the next number of that kind."""
        assert self.source.stdout is not None
        while line := self.source.stdout.readline():
            what, number = line.split()
            if what == wanted:
                return int(number)
            assert what != "ended", f"it failed, with exit code {number}"
        raise AssertionError("the source of processes has ended")


@contextmanager
def mortals() -> Generator[Mortals]:
    """Make processes for a while."""
    source = subprocess.Popen(
        [sys.executable, "-m", "store.dying"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with source:
        made = Mortals(source)
        made.wait()
        yield made
