"""Server processes as their users start them: `almandine serve`, several at a time."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from ssl import CERT_NONE, create_default_context
from typing import Final

LOG: Final = "serve.log"
"""Its name in the data directory."""
PATIENCE: Final = 60.0
"""Seconds until a process has to answer, to end, or to have done a run."""
LOOK_EVERY: Final = 0.05
"""Seconds."""
_HOST: Final = "localhost"

Settings = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Server:
    """A server process that answers."""

    port: int
    pid: int


@contextmanager
def serving_many(
    data: Path,
    *,
    servers: int,
    workers: int,
    settings: Settings,
    database_url: str = "",
) -> Generator[list[Server]]:
    """Run several server processes on the same data; the first has all workers."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                serving(
                    data,
                    workers=0 if number else workers,
                    settings=settings,
                    database_url=database_url,
                )
            )
            for number in range(servers)
        ]


@contextmanager
def serving(
    data: Path,
    *,
    workers: int,
    settings: Settings,
    options: Sequence[str] = (),
    database_url: str = "",
) -> Generator[Server]:
    """Run a server process with its workers, once it answers; then end it.

    Args:
        data: Its data directory, which gets its log too.
        workers: How many.
        settings: Those of the service, by name.
        options: More options of the command line.
        database_url: Empty for SQLite in the data directory.
    """
    port = _free_port()
    where = ["--data", str(data), "--port", str(port), "--workers", str(workers)]
    command = [sys.executable, "-m", "almandine", "serve", *where, *options]
    environment = {
        **{f"ALMANDINE_{name.upper()}": str(n) for name, n in settings.items()},
        "ALMANDINE_DATABASE_URL": database_url,
    }
    with _running(command, data, environment) as process:
        _wait_until_healthy(process, port, data / LOG, tls="--tls" in options)
        yield Server(port, process.pid)


@contextmanager
def _running(
    command: Sequence[str], data: Path, environment: Mapping[str, str]
) -> Generator[subprocess.Popen[bytes]]:
    """Run a process, which logs into the data directory, and stop it as users do."""
    with (data / LOG).open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - the program under test
            command,
            env={**os.environ, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        yield process
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return probe.getsockname()[1]


def _wait_until_healthy(
    process: subprocess.Popen[bytes], port: int, log: Path, *, tls: bool
) -> None:
    until = time.monotonic() + PATIENCE
    while not _is_healthy(port, tls=tls):
        said = log.read_text(encoding="utf-8")
        assert process.poll() is None, f"it ended with {process.returncode}:\n{said}"
        assert time.monotonic() < until, f"it does not answer:\n{said}"
        time.sleep(LOOK_EVERY)


def _is_healthy(port: int, *, tls: bool) -> bool:
    connection = _over_tls(port) if tls else HTTPConnection(_HOST, port, timeout=5)
    with closing(connection), suppress(OSError):
        connection.request("GET", "/health")
        return connection.getresponse().status == HTTPStatus.OK
    return False


def _over_tls(port: int) -> HTTPConnection:
    """Return a connection that takes any certificate: its authority may not yet be."""
    anybody = create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, CERT_NONE
    return HTTPSConnection(_HOST, port, timeout=5, context=anybody)
