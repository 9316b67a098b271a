"""Server processes as their users start them: `almandine serve`, several at a time."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

_HOST: Final = "127.0.0.1"
_PATIENCE: Final = 60
"""Seconds until a process must answer, and until it must have ended."""
_LOOK_EVERY: Final = 0.05
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server process that answers."""

    port: int
    pid: int


@contextmanager
def serving(data: Path, *, workers: int, **settings: object) -> Generator[Server]:
    """Run one server process with its workers; `settings` are those of the service."""
    with serving_many(data, servers=1, workers=workers, **settings) as (server,):
        yield server


@contextmanager
def serving_many(
    data: Path, *, servers: int, workers: int, **settings: object
) -> Generator[list[Server]]:
    """Run several server processes on the same data; the first has all workers."""
    with ExitStack() as stack:
        up: list[tuple[subprocess.Popen[bytes], int]] = []
        for number in range(servers):
            port = _free_port()
            command = _command(data, port, 0 if number else workers)
            process = stack.enter_context(_running(command, data, settings))
            up.append((process, port))
        for process, port in up:
            _wait_until_healthy(process, port)
        yield [Server(port, process.pid) for process, port in up]


def _command(data: Path, port: int, workers: int) -> list[str]:
    where = ["--data", str(data), "--port", str(port), "--workers", str(workers)]
    return [sys.executable, "-m", "almandine", "serve", *where]


@contextmanager
def _running(
    command: list[str], data: Path, settings: Mapping[str, object]
) -> Generator[subprocess.Popen[bytes]]:
    """Run a process, which logs into the data directory, and stop it as users do."""
    named = {
        f"ALMANDINE_{name.upper()}": str(value) for name, value in settings.items()
    }
    with (data / "serve.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - the program under test
            command, env={**os.environ, **named}, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return probe.getsockname()[1]


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if _is_healthy(port):
            return
        time.sleep(_LOOK_EVERY)
    raise TimeoutError(f"the server does not answer on port {port}")


def _is_healthy(port: int) -> bool:
    connection = HTTPConnection(_HOST, port, timeout=5)
    with closing(connection), suppress(OSError):
        connection.request("GET", "/health")
        return connection.getresponse().status == HTTPStatus.OK
    return False
