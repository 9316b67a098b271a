"""Where a service of the tests lives: a data directory, and a database."""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, MetaData, NullPool, create_engine, select

from almandine.app import App
from almandine.settings import Settings
from almandine.store.database import FILE_NAME, Clock, Database
from almandine.store.postgres import read_url
from databases.postgres import Databases


@dataclass(frozen=True, slots=True)
class Home:
    """A data directory, with a database in it or on a server."""

    directory: Path
    url: str = ""
    """Of the database; empty for SQLite."""
    server: Databases | None = None

    @property
    def is_sqlite(self) -> bool:
        return self.server is None

    @property
    def environment(self) -> Mapping[str, str]:
        """Return what tells a command or a server which database to use."""
        return {"ALMANDINE_DATABASE_URL": self.url}

    @property
    def settings(self) -> Settings:
        return Settings(data=self.directory, database_url=self.url)

    def database(self, clock: Clock | None = None) -> Database:
        return Database.open(self.directory, self.url, clock)

    def copied(self, directory: Path) -> "Home":
        """Return a home of the same content."""
        shutil.copytree(self.directory, directory)
        return Home(directory, self._copied_database(), self.server)

    def _copied_database(self) -> str:
        return self.server.new(template=self.url) if self.server else ""

    def removed(self) -> None:
        """Remove the database; the directory is the test's."""
        if self.server:
            self.server.drop(self.url)

    def execute(self, *statements: str) -> None:
        """Change the database behind the service's back."""
        with closing(_connected(self)) as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
            connection.commit()

    def is_locked(self) -> bool:
        """Say whether somebody writes to the file right now; never on a server."""
        if not self.is_sqlite:
            return False
        with closing(sqlite3.connect(self.directory / FILE_NAME, timeout=0.0)) as file:
            try:
                file.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
        return False

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Look into the database behind the service's back."""
        with closing(_connected(self)) as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def queued(self) -> list[tuple[object, ...]]:
        """Return what the dispatcher has: id, status and queue."""
        columns = "SELECT workflow_uuid, status, queue_name"
        if self.is_sqlite:
            return self.rows(f"{columns} FROM workflow_status")
        return self.rows(f"{columns} FROM dbos.workflow_status")

    def content(self) -> dict[str, list[str]]:
        """Return all that the database holds, as text, by table."""
        with closing(_connected(self)) as connection:
            return dict(_tables(connection))


def _connected(home: Home) -> Connection:
    file = f"sqlite:///{home.directory / FILE_NAME}"
    url = read_url(home.url) if home.url else file
    return create_engine(url, poolclass=NullPool).connect()


def _tables(connection: Connection) -> Iterator[tuple[str, list[str]]]:
    on_server = connection.dialect.name == "postgresql"
    for schema in (None, "dbos") if on_server else (None,):
        metadata = MetaData()
        metadata.reflect(connection, schema=schema, resolve_fks=False)
        for name, table in sorted(metadata.tables.items()):
            rows = connection.execute(select(table))
            yield name, sorted(repr(tuple(row)) for row in rows)


def bare(directory: Path, server: Databases | None) -> Home:
    """Return a home with not even tables in it: a directory, on a server a database."""
    directory.mkdir(parents=True)
    return Home(directory, server.new() if server else "", server)


def made_home(directory: Path, server: Databases | None) -> Home:
    """Make a data directory and a database with all tables, and nothing in them."""
    home = bare(directory, server)
    with closing(App(home.settings)) as app:
        app.prepare()
    return home
