"""`almandine serve` and its workers, as processes."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep
from typing import Final
from urllib.request import urlopen

import pytest

from databases.homes import Home

PROGRAM: Final = (sys.executable, "-m", "almandine")
PATIENCE: Final = 40.0
URL: Final = re.compile(r"Almandine serves (\S+) from")
STARTED: Final = re.compile(r"worker_started .*worker='?([\w.-]+)'?")


class Serving:
    """A running `almandine serve`, and what it logs."""

    def __init__(self, home: Home, *options: str) -> None:
        self._log = home.directory.parent / "serve.log"
        where = ["--data", str(home.directory), "--port", "0"]
        with self._log.open("wb") as log:
            self.process = subprocess.Popen(  # noqa: S603 - ourselves
                [*PROGRAM, "serve", *where, *options],
                env={**os.environ, **home.environment},
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> str:
        return self._log.read_text()

    def wait_for(self, condition: Callable[[], bool]) -> None:
        deadline = monotonic() + PATIENCE
        while not condition():
            assert self.process.poll() is None, self.log
            assert monotonic() < deadline, self.log
            sleep(0.05)

    @property
    def url(self) -> str:
        self.wait_for(lambda: URL.search(self.log) is not None)
        found = URL.search(self.log)
        assert found
        return found[1]

    def workers(self) -> Sequence[str]:
        return STARTED.findall(self.log)

    def children(self) -> list[int]:
        """Return the processes that it started, as the system knows them."""
        listed = Path(f"/proc/{self.process.pid}/task")
        return [
            int(pid)
            for task in listed.iterdir()
            for pid in (task / "children").read_text().split()
        ]

    def stop(self, by: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(by)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(home: Home, *options: str) -> Generator[Serving]:
    served = Serving(home, *options)
    try:
        yield served
    finally:
        served.process.kill()
        served.process.wait()


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


needs_proc = pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="the system has no /proc"
)


def test_an_empty_directory_gets_an_institution_and_an_answer(bare_home: Home) -> None:
    with serving(bare_home, "--workers", "0") as served:
        with urlopen(f"{served.url}/health") as answer:  # noqa: S310 - our own URL
            assert json.load(answer) == {"status": "ok"}
        assert "Made an empty institution, 01ALM_INST" in served.log


@needs_proc
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGINT])
def test_the_workers_end_with_the_service(blank_home: Home, by: signal.Signals) -> None:
    with serving(blank_home, "--workers", "2") as served:
        served.wait_for(lambda: len(served.workers()) == 2)
        workers = served.children()
        assert served.stop(by) == 0
        assert [pid for pid in workers if is_running(pid)] == []


@needs_proc
def test_a_killed_worker_is_replaced(blank_home: Home) -> None:
    with serving(blank_home, "--workers", "1") as served:
        served.wait_for(lambda: len(served.workers()) == 1)
        [worker] = served.children()
        os.kill(worker, signal.SIGKILL)
        served.wait_for(lambda: len(served.workers()) == 2)
        first, second = served.workers()
        assert first != second
        served.wait_for(lambda: "worker_gone" in served.log)


@needs_proc
def test_workers_do_not_outlive_a_service_that_was_killed(blank_home: Home) -> None:
    with serving(blank_home, "--workers", "1") as served:
        served.wait_for(lambda: len(served.workers()) == 1)
        [worker] = served.children()
        served.process.kill()
        served.process.wait()
        deadline = monotonic() + PATIENCE
        while is_running(worker):
            assert monotonic() < deadline
            sleep(0.1)


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path: Path) -> None:
    with serving(Home(tmp_path / "data"), "--workers", "0") as served:
        port = served.url.rsplit(":", 1)[1]
        command = [*PROGRAM, "serve", "--data", str(tmp_path / "b"), "--port", port]
        second = subprocess.run(  # noqa: S603 - ourselves
            command, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert second.returncode == 1
        assert f"cannot listen on 127.0.0.1 port {port}" in second.stderr
