"""The service as its users start it: `almandine serve`, in processes of its own."""

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

_PATIENCE: Final = 60
"""Seconds until a process must answer, and until it must have ended."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server process that answers."""

    port: int
    pid: int


@contextmanager
def serving(data: Path, *, workers: int, **settings: object) -> Generator[Server]:
    """Run one server process with its workers; `settings` are those of the service."""
    port = free_port()
    process = _started(data, port, workers, settings)
    try:
        _wait_until_healthy(process, port)
        yield Server(port, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def serving_many(
    data: Path, *, servers: int, workers: int, **settings: object
) -> Generator[list[Server]]:
    """Run several server processes on the same data; the first has all workers."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(serving(data, workers=0 if at else workers, **settings))
            for at in range(servers)
        ]


def free_port() -> int:
    """Return a TCP port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _started(
    data: Path, port: int, workers: int, settings: Mapping[str, object]
) -> subprocess.Popen[bytes]:
    named = {
        f"ALMANDINE_{name.upper()}": str(value) for name, value in settings.items()
    }
    where = ["--data", str(data), "--port", str(port), "--workers", str(workers)]
    with (data / "serve.log").open("ab") as log:
        return subprocess.Popen(  # noqa: S603 - the program under test
            [sys.executable, "-m", "almandine", "serve", *where],
            env={**os.environ, **named},
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def _wait_until_healthy(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        if _is_healthy(port):
            return
        time.sleep(0.05)
    raise TimeoutError(f"the server does not answer on port {port}")


def _is_healthy(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    with closing(connection), suppress(OSError):
        connection.request("GET", "/health")
        return connection.getresponse().status == HTTPStatus.OK
    return False
