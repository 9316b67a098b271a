"""The databases that are measured: a file, and a PostgreSQL server of our own.

The server keeps every commit on disk, as a site's does. `ALMANDINE_TEST_POSTGRES`
names another one, whose processor time then stays unknown.
"""

import os
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from almandine.store.database import FILE_NAME
from bench.processes import cpu
from databases.homes import Home, made_home
from databases.postgres import GIVEN, Databases, serving

SQLITE: Final = "SQLite"
POSTGRES: Final = "PostgreSQL"
NAMES: Final = (SQLITE, POSTGRES)

_CHOSEN: Final = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
}
"""As for a small site; the rest is the server's own choice."""
_SHOWN: Final = (
    "server_version",
    "fsync",
    "full_page_writes",
    "synchronous_commit",
    "wal_level",
    *_CHOSEN,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of database."""

    name: str
    server: Databases | None = None
    files: Path | None = None
    """Of a server that was started here."""

    def home(self, directory: Path) -> Home:
        """Make a data directory and a database with all tables."""
        return made_home(directory, self.server)

    def facts(self, home: Home) -> str:
        """Return how the server is set up."""
        if self.server is None:
            return "write-ahead log, in the data directory"
        shown = [f"{name} {home.rows(f'SHOW {name}')[0][0]}" for name in _SHOWN]
        return ", ".join(shown)

    def cpu(self) -> float | None:
        """Return the seconds that the server has computed; None where unknown."""
        if self.files is None:
            return None
        first, *_ = (self.files / "postmaster.pid").read_text("utf-8").splitlines()
        return cpu(int(first))

    def written(self, home: Home) -> int | None:
        """Return the bytes that the server's write-ahead log has had."""
        if self.server is None:
            return None
        return _number(home, "SELECT pg_current_wal_lsn() - '0/0'::pg_lsn")

    def size(self, home: Home) -> int:
        """Return the bytes of the database."""
        if self.server is None:
            files = home.directory.glob(f"{FILE_NAME}*")
            return sum(file.stat().st_size for file in files)
        return _number(home, "SELECT pg_database_size(current_database())")


def _number(home: Home, query: str) -> int:
    return int(str(home.rows(query)[0][0]))


@contextmanager
def opened(names: Sequence[str]) -> Generator[list[Kind]]:
    """Return the kinds that are asked for, with a server where one is needed."""
    with ExitStack() as stack:
        yield [
            _postgres(stack) if name == POSTGRES else Kind(name)
            for name in NAMES
            if name in names
        ]


def _postgres(stack: ExitStack) -> Kind:
    if given := os.environ.get(GIVEN, ""):
        return Kind(POSTGRES, Databases(given))
    server = stack.enter_context(serving(settings=_CHOSEN))
    return Kind(POSTGRES, server.databases, server.directory)
