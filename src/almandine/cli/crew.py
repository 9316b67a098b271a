"""The worker processes of `almandine serve`: started, watched, stopped."""

import os
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Final

from structlog import get_logger
from structlog.typing import FilteringBoundLogger

_LOOK_EVERY: Final = timedelta(seconds=1)
_GRACE: Final = timedelta(seconds=10)
"""How long a worker may take to end before it is killed."""

_log: FilteringBoundLogger = get_logger()


def start_worker(data: Path, worker_id: str) -> subprocess.Popen[bytes]:
    """Start a worker that ends with this process, whatever becomes of it."""
    options = ["--data", str(data), "--id", worker_id, "--parent", str(os.getpid())]
    command = [sys.executable, "-m", "almandine", "worker", *options]
    return subprocess.Popen(command)  # noqa: S603 - ourselves, with our own options


@dataclass(frozen=True, slots=True)
class Crew:
    """So many workers, and a new one for each that dies."""

    start: Callable[[str], subprocess.Popen[bytes]]
    new_id: Callable[[], str]
    declare_dead: Callable[[str], None]
    """Told the id of a worker that ended unasked."""
    members: dict[str, subprocess.Popen[bytes]] = field(
        default_factory=dict[str, "subprocess.Popen[bytes]"]
    )
    """Processes by worker id."""

    def hire(self) -> None:
        """Start one more worker."""
        worker_id = self.new_id()
        self.members[worker_id] = self.start(worker_id)

    def look_after(self) -> None:
        """Replace the dead."""
        for worker_id, process in list(self.members.items()):
            code = process.poll()
            if code is not None:
                _log.warning("worker_died", worker=worker_id, exit_code=code)
                del self.members[worker_id]
                self.declare_dead(worker_id)
                self.hire()

    def dismiss(self) -> None:
        """Stop all workers, and wait until they have ended."""
        processes = list(self.members.values())
        for process in processes:
            process.terminate()
        for process in processes:
            try:
                process.wait(_GRACE.total_seconds())
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.members.clear()


@contextmanager
def at_work(crew: Crew, count: int) -> Generator[None]:
    """Keep `count` workers at work while the block runs."""
    over = Event()

    def watch() -> None:
        while not over.wait(_LOOK_EVERY.total_seconds()):
            crew.look_after()

    for _ in range(count):
        crew.hire()
    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        crew.dismiss()
