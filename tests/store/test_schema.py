"""The revisions make the tables that the program works on, and nothing else.

Whoever changes a table adds a revision; see CONTRIBUTING.md.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from almandine.store.schema import metadata
from databases.homes import Home
from databases.postgres import Databases
from store.beginnings import make_former, migrate
from store.shapes import connected, shape_of


@pytest.fixture
def wanted(server: Databases | None, bare_home: Home) -> Iterator[Home]:
    """Return a home with the tables that the program knows, made by SQLAlchemy."""
    directory = bare_home.directory / "wanted"
    directory.mkdir()
    home = Home(directory, server.new() if server else "", server)
    with closing(connected(home)) as connection:
        metadata.create_all(connection)
        connection.commit()
    yield home
    home.removed()


def differences(found: Home, wanted: Home) -> list[str]:
    """Return what only one of them has: `+` is too much, `-` is missing."""
    had, asked = {*shape_of(found)}, {*shape_of(wanted)}
    return [f"+ {each}" for each in sorted(had - asked)] + [
        f"- {each}" for each in sorted(asked - had)
    ]


def test_alembic_finds_nothing_that_a_revision_has_yet_to_do(bare_home: Home) -> None:
    migrate(bare_home)
    with closing(connected(bare_home)) as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, metadata) == []


def test_revisions_make_exactly_the_tables_that_the_program_knows(
    bare_home: Home, wanted: Home
) -> None:
    migrate(bare_home)
    assert differences(bare_home, wanted) == []


def test_tables_from_before_revisions_come_to_the_same(
    bare_home: Home, wanted: Home
) -> None:
    make_former(bare_home)
    migrate(bare_home)
    assert differences(bare_home, wanted) == []
