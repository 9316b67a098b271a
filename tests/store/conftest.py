"""Fresh databases; a template that is copied, because making tables is slow."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from almandine.store.database import Database
from store.workshop import HERE, Workshop, make_template


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data directory with all tables, two institutions and no records."""
    return make_template(tmp_path_factory.mktemp("template") / "data")


@pytest.fixture
def directory(template: Path, tmp_path: Path) -> Path:
    """Return a data directory of this test's own."""
    return Path(shutil.copytree(template, tmp_path / "data"))


@pytest.fixture
def fresh_database(directory: Path) -> Iterator[Database]:
    """Open the database of the directory."""
    database = Database.in_directory(directory)
    yield database
    database.close()


@pytest.fixture
def workshop(directory: Path) -> Iterator[Workshop]:
    """Open the whole service on the directory."""
    opened = Workshop(directory, institution=HERE)
    yield opened
    opened.close()
