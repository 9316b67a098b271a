"""Fresh databases of both kinds; copied from a template, for making tables is slow."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from almandine.store.database import Database
from databases.homes import Home
from store.newsstand import Newsstand
from store.shelves import Shelves
from store.workshop import HERE, Workshop, add_institutions


@pytest.fixture(scope="session")
def template(tables: Home, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Return a home with all tables, two institutions and no records."""
    home = tables.copied(tmp_path_factory.mktemp("template") / "data")
    add_institutions(home)
    return home


@pytest.fixture
def home(template: Home, tmp_path: Path) -> Iterator[Home]:
    """Return a home of this test's own."""
    copied = template.copied(tmp_path / "data")
    yield copied
    copied.removed()


@pytest.fixture
def fresh_database(home: Home) -> Iterator[Database]:
    """Open the database of the home."""
    database = home.database()
    yield database
    database.close()


@pytest.fixture
def blank_database(blank_home: Home) -> Iterator[Database]:
    """Open a database with all tables and nothing in them."""
    database = blank_home.database()
    yield database
    database.close()


@pytest.fixture
def connection(blank_database: Database) -> Iterator[Connection]:
    """Return a transaction that writes such a database."""
    with blank_database.writing() as connection:
        yield connection


@pytest.fixture
def workshop(home: Home) -> Iterator[Workshop]:
    """Open the whole service on the home."""
    opened = Workshop(home, institution=HERE)
    yield opened
    opened.close()


@pytest.fixture
def shelves(blank_home: Home) -> Iterator[Shelves]:
    """Return the records of an institution that has none yet."""
    opened = Shelves(blank_home)
    yield opened
    opened.database.close()


@pytest.fixture
def stand(workshop: Workshop) -> Newsstand:
    """Return a publishing profile of the service, and a reader of what it delivers."""
    return Newsstand(workshop)
