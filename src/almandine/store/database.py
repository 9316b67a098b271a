"""One database and the transactions on it."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Final

from sqlalchemy import Connection, Engine, Transaction, select
from sqlalchemy.exc import DBAPIError

from almandine.env import system_env
from almandine.store.group_commit import GroupCommit
from almandine.store.migrations import (
    HEAD,
    REVISIONS,
    Move,
    UnknownRevision,
    revision_of,
)
from almandine.store.postgres import (
    line_up,
    look_over,
    migrate_alone,
    oldest_change,
    open_postgres,
    server_time,
    stamp,
)
from almandine.store.sqlite import open_sqlite
from almandine.store.tables.institution import institution

FILE_NAME: Final = "almandine.db"

_ANY_INSTITUTION: Final = select(institution.c.code).limit(1)

Clock = Callable[[], datetime]


class Database:
    """The open database; one for each process."""

    def __init__(self, engine: Engine, clock: Clock | None = None) -> None:
        self.engine = engine
        self.is_shared = engine.dialect.name == "postgresql"
        """Whether processes on other machines may work on it too."""
        self._clock = clock
        # SQLite has one writer, and those who wait for it sleep by guesswork. The
        # threads of one process had better stand in line; PostgreSQL lets writers
        # pass each other.
        self._line = nullcontext() if self.is_shared else Lock()
        self._shared_commits = GroupCommit(partial(self.writing, durable=True))

    @classmethod
    def open(
        cls, directory: Path, url: str = "", clock: Clock | None = None
    ) -> "Database":
        """Open the database of a URL; without one, the data directory's SQLite file.

        Args:
            directory: The data directory; made if missing.
            url: Of a PostgreSQL database.
            clock: Tells the time. None takes the server's, so that machines whose
                clocks differ agree; SQLite has but one machine and takes its clock.

        Raises:
            BadUrl: when the URL leads to no PostgreSQL database.
        """
        directory.mkdir(parents=True, exist_ok=True)
        engine = open_postgres(url) if url else open_sqlite(directory / FILE_NAME)
        return cls(engine, clock)

    def migrate(self, to: str = HEAD) -> Move:
        """Bring the tables to a revision; every process may do it, at any time.

        All of it is one transaction: whoever dies in its midst leaves the tables as
        they were. Processes that start together do it once.

        Args:
            to: The revision; the program works on none but the newest.

        Raises:
            UnknownRevision: when there is no such one.
            ForeignTables: when others made the tables, or a newer release.
        """
        if to not in REVISIONS:
            raise UnknownRevision(to)
        with self.reading() as connection:
            before = revision_of(connection)
        if before == to:
            return Move(before, to)
        # Only now: most processes have nothing to do, and no memory to spare.
        from almandine.store.migrations.steps import move  # noqa: PLC0415

        with self.writing(durable=True) as connection:
            if self.is_shared:
                migrate_alone(connection)
            return move(connection, to)

    def now(self, connection: Connection) -> datetime:
        """Return the present instant (UTC), by the one clock that all go by."""
        if self._clock:
            return self._clock()
        return server_time(connection) if self.is_shared else system_env().now()

    def stamp(self, connection: Connection) -> datetime:
        """Return the present instant (UTC) for what this transaction writes.

        Others see from here on that it does; `settled` goes by that.
        """
        if self._clock or not self.is_shared:
            return self.now(connection)
        return stamp(connection)

    def settled(self, connection: Connection) -> datetime:
        """Return up to when all changes are to be seen from the next transaction on.

        Within a transaction that writes. Others that write at this moment may commit
        what they stamped with an earlier time than now.
        """
        if self._clock or not self.is_shared:
            return self.now(connection)
        return oldest_change(connection)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Open a transaction that sees one consistent state and writes nothing."""
        with self._begun() as connection:
            yield connection

    @contextmanager
    def writing(self, *, durable: bool = False) -> Generator[Connection]:
        """Open a transaction that commits unless its block raises."""
        with self._line, self._begun(writes=True, durable=durable) as connection:
            yield connection

    @contextmanager
    def deciding(self, institution: str) -> Generator[Connection]:
        """Open a durable transaction that stands in the institution's line.

        What one of them reads, no other one changes before it has ended: so runs
        are submitted, and sets changed.
        """
        if not self.is_shared:
            with self._shared_commits.joined() as connection:
                yield connection
            return
        with self.writing(durable=True) as connection:
            line_up(connection, institution)
            yield connection

    def look_over(self, tables: Sequence[str]) -> None:
        """Make a server ready for runs over tables that have just been filled."""
        if self.is_shared:
            look_over(self.engine, tables)

    def check(self) -> None:
        """Raise unless the database answers."""
        with self.reading() as connection:
            connection.execute(_ANY_INSTITUTION)

    @contextmanager
    def _begun(self, **options: bool) -> Generator[Connection]:
        connection, transaction = self._begin(options)
        with connection, transaction:
            yield connection

    def _begin(self, options: Mapping[str, bool]) -> tuple[Connection, Transaction]:
        """Begin; once more where a connection of the pool turns out to be cut.

        A server that was restarted has cut them all. BEGIN is the first to find out,
        and nothing has been done by then, so to begin anew is safe for writers too.
        A ping before it would find the same, and cost a fourth round trip where a
        short reader needs three: a sixth more time, measured, even without a network.
        One more attempt is enough: with the first such error the pool gives up all
        connections that are as old.
        """
        try:
            return self._begin_once(options)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
        return self._begin_once(options)

    def _begin_once(
        self, options: Mapping[str, bool]
    ) -> tuple[Connection, Transaction]:
        connection = self.engine.connect().execution_options(**options)
        try:
            return connection, connection.begin()
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()
