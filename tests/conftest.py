"""Homes of services, on each kind of database; copied from one that has the tables."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from databases.homes import Home, bare, made_home
from databases.postgres import Databases, some_server

# Nothing here is about time: on a busy machine any example may be slow, and must not
# fail for it. A test that suppresses another check as well has to name both.
settings.register_profile(
    "untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")

HERE = Path(__file__).resolve().parent

# Processes that tests start import this checkout, and modules of the tests too.
os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE.parent / "src"), str(HERE)])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Databases]:
    """Return a PostgreSQL server, started when it is first asked for."""
    with some_server() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def server(request: pytest.FixtureRequest) -> Databases | None:
    """Return each kind of database in turn: the server, or None for a file."""
    is_file = request.param == "sqlite"
    return None if is_file else request.getfixturevalue("postgres")


@pytest.fixture(scope="session")
def homes_with_tables() -> dict[Databases | None, Home]:
    """Return the homes made by now: the kinds take turns from file to file."""
    return {}


@pytest.fixture(scope="session")
def tables(
    server: Databases | None,
    homes_with_tables: dict[Databases | None, Home],
    tmp_path_factory: pytest.TempPathFactory,
) -> Home:
    """Return a home with all tables and nothing in them."""
    if server not in homes_with_tables:
        directory = tmp_path_factory.mktemp("tables") / "data"
        homes_with_tables[server] = made_home(directory, server)
    return homes_with_tables[server]


@pytest.fixture
def bare_home(server: Databases | None, tmp_path: Path) -> Iterator[Home]:
    """Return a home of this test's own, with not even tables in it."""
    home = bare(tmp_path / "data", server)
    yield home
    home.removed()


@pytest.fixture(scope="module")
def shared_home(
    tables: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Home]:
    """Return a home that the tests of a file share, at first with nothing in it."""
    home = tables.copied(tmp_path_factory.mktemp("site") / "data")
    yield home
    home.removed()


@pytest.fixture
def blank_home(tables: Home, tmp_path: Path) -> Iterator[Home]:
    """Return a home of this test's own, with nothing in it."""
    home = tables.copied(tmp_path / "data")
    yield home
    home.removed()
