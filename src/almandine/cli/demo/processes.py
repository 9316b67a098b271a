"""The processes of the demo: the same commands that a site would run."""

import re
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from almandine.cli.failures import Failure
from almandine.env import Env

_URL: Final = re.compile(r"Almandine serves (\S+) from")
_PATIENCE: Final = timedelta(seconds=60)
_LOOK_EVERY: Final = timedelta(milliseconds=50)
_GRACE: Final = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Processes:
    """Started on one data directory; their log is in it."""

    data: Path
    env: Env
    started: list[subprocess.Popen[bytes]]

    @property
    def log(self) -> Path:
        """The file of all they say."""
        return self.data / "demo.log"

    def serve(self) -> str:
        """Start the service without workers; return its URL once it listens."""
        server = self._start("serve", "--port", "0", "--workers", "0")
        until = self.env.now() + _PATIENCE
        while self.env.now() < until and server.poll() is None:
            said = _URL.search(self.log.read_text(encoding="utf-8", errors="replace"))
            if said:
                return said[1]
            self.env.sleep(_LOOK_EVERY)
        raise Failure(f"the service did not start; see {self.log}")

    def work(self) -> None:
        """Start one worker."""
        self._start("worker")

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "almandine", *words, "--data", str(self.data)]
        with self.log.open("ab") as log:
            # In a session of its own: Ctrl-C is for the demo, which stops them.
            process = subprocess.Popen(  # noqa: S603 - ourselves, with our own options
                command, stdout=log, stderr=log, start_new_session=True
            )
        self.started.append(process)
        return process

    def stop(self) -> None:
        """Stop all of them, and wait until they have ended."""
        for process in self.started:
            process.terminate()
        for process in self.started:
            try:
                process.wait(_GRACE.total_seconds())
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@contextmanager
def processes(data: Path, env: Env) -> Generator[Processes]:
    """Yield what starts processes; whatever was started ends with the block."""
    running = Processes(data, env, [])
    try:
        yield running
    finally:
        running.stop()
