"""One database and the transactions on it."""

from collections.abc import Generator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine

from almandine.store.group_commit import GroupCommit
from almandine.store.schema import create_tables
from almandine.store.sqlite import open_sqlite

FILE_NAME = "almandine.db"


class Database:
    """The open database; one for each process."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        # SQLite has one writer, and those who wait for it sleep by guesswork. The
        # threads of one process had better stand in line; other databases let
        # writers pass each other.
        one_writer = engine.dialect.name == "sqlite"
        self._line = Lock() if one_writer else nullcontext()
        self.submissions = GroupCommit(partial(self.writing, durable=True))

    @classmethod
    def in_directory(cls, directory: Path) -> "Database":
        """Open the SQLite file of a data directory, which is made if missing."""
        directory.mkdir(parents=True, exist_ok=True)
        return cls(open_sqlite(directory / FILE_NAME))

    def create_tables(self) -> None:
        """Make the tables that are missing; those present stay as they are."""
        with self.writing(durable=True) as connection:
            create_tables(connection)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Open a transaction that sees one consistent state and writes nothing."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = False) -> Generator[Connection]:
        """Open a transaction that commits unless its block raises."""
        with self._line, self.engine.connect() as connection:
            bound = connection.execution_options(writes=True, durable=durable)
            with bound.begin():
                yield bound

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
