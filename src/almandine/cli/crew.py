"""The worker processes of `almandine serve`: started, watched, stopped."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Final, Protocol

from structlog import get_logger
from structlog.typing import FilteringBoundLogger

_LOOK_EVERY: Final = timedelta(seconds=1)
_STEADY: Final = timedelta(seconds=20)
"""A worker that ends sooner was probably not killed by chance."""
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
_LONGEST_PAUSE: Final = timedelta(seconds=30)
_GRACE: Final = timedelta(seconds=10)
"""How long a worker may take to end before it is killed."""

_log: FilteringBoundLogger = get_logger()


class Process(Protocol):
    """A worker, as `subprocess.Popen` gives it."""

    def poll(self) -> int | None:
        """Return how it ended; None while it runs."""
        ...

    def terminate(self) -> None:
        """Ask it to end."""
        ...

    def kill(self) -> None:
        """End it."""
        ...

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises `TimeoutExpired` after so many seconds."""
        ...


def start_worker(data: Path, database_url: str, worker_id: str) -> Process:
    """Start a worker that ends with this process, whatever becomes of it."""
    # Not among the options, which everybody on the machine can read.
    environment = {**os.environ, "ALMANDINE_DATABASE_URL": database_url}
    options = ["--data", str(data), "--id", worker_id, "--parent", str(os.getpid())]
    command = [sys.executable, "-m", "almandine", "worker", *options]
    return subprocess.Popen(command, env=environment)  # noqa: S603 - ourselves, with our own options


@dataclass(frozen=True, slots=True)
class _Member:
    process: Process
    hired_at: datetime


@dataclass(slots=True, kw_only=True)
class Crew:
    """So many workers, and a new one for each that dies."""

    size: int
    start: Callable[[str], Process]
    new_id: Callable[[], str]
    declare_dead: Callable[[str], None]
    """Told the id of each worker that has ended."""
    now: Callable[[], datetime]
    _members: dict[str, _Member] = field(default_factory=dict[str, _Member])
    """By worker id."""
    _short_lives: int = 0
    """How many workers in a row ended soon after they had started."""
    _hire_from: datetime = _LONG_AGO

    def look_after(self) -> None:
        """Start what is missing: the dead at once, the stillborn after a pause."""
        for worker_id, member in list(self._members.items()):
            code = member.process.poll()
            if code is not None:
                _log.warning("worker_died", worker=worker_id, exit_code=code)
                del self._members[worker_id]
                self.declare_dead(worker_id)
                self._mourn(self.now() - member.hired_at, code)
        while len(self._members) < self.size and self.now() >= self._hire_from:
            worker_id = self.new_id()
            self._members[worker_id] = _Member(self.start(worker_id), self.now())

    def _mourn(self, lived: timedelta, code: int) -> None:
        """Decide when the next may start; a signal (below 0) says nothing about it."""
        stillborn = code > 0 and lived < _STEADY
        self._short_lives = self._short_lives + 1 if stillborn else 0
        pause = _LOOK_EVERY * 2**self._short_lives if stillborn else timedelta()
        self._hire_from = self.now() + min(pause, _LONGEST_PAUSE)

    def dismiss(self) -> None:
        """Stop all workers, and wait until they have ended.

        What they had begun is free at once for whoever works next.
        """
        for member in self._members.values():
            member.process.terminate()
        for member in self._members.values():
            _wait_for_end(member.process)
        for worker_id in self._members:
            self.declare_dead(worker_id)
        self._members.clear()


def _wait_for_end(process: Process) -> None:
    try:
        process.wait(_GRACE.total_seconds())
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def at_work(crew: Crew) -> Generator[None]:
    """Keep the crew at work while the block runs."""
    over = Event()

    def watch() -> None:
        while not over.wait(_LOOK_EVERY.total_seconds()):
            try:
                crew.look_after()
            except Exception:  # noqa: BLE001 - whatever it was, the next look may go well
                _log.exception("workers_not_looked_after")

    watcher = Thread(target=watch, daemon=True)
    try:
        crew.look_after()
        watcher.start()
        yield
    finally:
        over.set()
        if watcher.is_alive():
            watcher.join()
        crew.dismiss()
