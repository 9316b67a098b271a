"""Rows survive every revision, up and down; what is not ours is left alone."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier

import pytest

from almandine.app import App
from almandine.store.migrations import (
    FIRST,
    HEAD,
    REVISIONS,
    VERSION_TABLE,
    ForeignTables,
    Move,
    NewerTables,
    UnknownRevision,
)
from almandine.store.migrations.steps import BASE, move
from almandine.store.schema import metadata
from databases.homes import Home
from store.beginnings import FORMER, begin, make_former, migrate
from store.mortals import mortals
from store.rows import checksums
from store.shapes import columns_of, shape_of

LATER = "UPDATE alembic_version SET version_num = '9999'"
AT_ONCE = 4
STEPS_OF_THE_IDLE = 20
"""More than it takes to find that others have done the work."""
PREPARED = """
import sys
from pathlib import Path
from almandine.app import App
from almandine.settings import Settings
App(Settings(data=Path(sys.argv[1]), database_url=sys.argv[2])).prepare()
print(*sys.modules)
"""

every_revision = pytest.mark.parametrize("revision", REVISIONS)


def refused(home: Home, kind: type[Exception]) -> str:
    """Return why the home is not migrated; it must be as it was."""
    before = shape_of(home), columns_of(home)
    with pytest.raises(kind) as caught:
        migrate(home)
    assert (shape_of(home), columns_of(home)) == before
    return str(caught.value)


@every_revision
def test_rows_of_an_older_schema_are_the_same_at_the_newest(
    bare_home: Home, revision: str
) -> None:
    begin(bare_home, revision)
    columns = columns_of(bare_home)
    before = checksums(bare_home, columns)
    assert migrate(bare_home) == Move(revision, HEAD)
    assert checksums(bare_home, columns) == before


@every_revision
def test_rows_of_the_newest_schema_survive_going_back_and_up_again(
    bare_home: Home, revision: str
) -> None:
    migrate(bare_home, revision)
    columns = columns_of(bare_home)
    begin(bare_home, HEAD)
    before = checksums(bare_home, columns)
    assert migrate(bare_home, revision) == Move(HEAD, revision)
    assert columns_of(bare_home) == columns
    assert checksums(bare_home, columns) == before
    assert migrate(bare_home) == Move(revision, HEAD)
    assert checksums(bare_home, columns) == before


@every_revision
def test_going_back_leaves_exactly_the_older_tables(
    bare_home: Home, revision: str
) -> None:
    migrate(bare_home, revision)
    older = shape_of(bare_home)
    migrate(bare_home)
    migrate(bare_home, revision)
    assert shape_of(bare_home) == older


def test_going_back_before_the_first_leaves_what_is_not_ours(blank_home: Home) -> None:
    everything = blank_home.content()
    with closing(blank_home.database()) as database, database.writing() as connection:
        move(connection, BASE)
    others = everything.keys() - metadata.tables.keys()
    left = blank_home.content()
    assert left.pop(VERSION_TABLE) == []
    assert left == {name: everything[name] for name in others - {VERSION_TABLE}}


def test_tables_from_before_revisions_keep_their_rows(bare_home: Home) -> None:
    begin(bare_home, FORMER)
    columns = columns_of(bare_home)
    before = checksums(bare_home, columns)
    assert migrate(bare_home) == Move(None, HEAD)
    assert checksums(bare_home, columns) == before
    assert migrate(bare_home) == Move(HEAD, HEAD)


def test_tables_from_before_revisions_are_known_beside_the_dispatcher_s(
    blank_home: Home,
) -> None:
    blank_home.execute("DELETE FROM installation")  # which the first had not
    everything = blank_home.content()
    migrate(blank_home, FIRST)
    blank_home.execute(f"DROP TABLE {VERSION_TABLE}")
    with closing(App(blank_home.settings)) as app:
        assert app.make_tables() == Move(None, HEAD)
    assert blank_home.content() == everything


def test_a_table_of_somebody_else_under_our_name_is_left_alone(bare_home: Home) -> None:
    bare_home.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)")
    assert "users" in refused(bare_home, ForeignTables)


@pytest.mark.parametrize(
    "change",
    ["DROP TABLE delivery", "ALTER TABLE delivery DROP COLUMN sha256"],
)
def test_tables_that_no_release_made_are_left_alone(
    bare_home: Home, change: str
) -> None:
    make_former(bare_home)
    bare_home.execute(change)
    assert "wrong or missing: delivery;" in refused(bare_home, ForeignTables)


def test_tables_of_a_newer_release_are_left_alone(bare_home: Home) -> None:
    migrate(bare_home)
    bare_home.execute(LATER)
    assert "at revision 9999, and almandine" in refused(bare_home, NewerTables)


def test_a_revision_that_is_not_there_makes_nothing(bare_home: Home) -> None:
    with pytest.raises(UnknownRevision, match="no revision 9999 of the tables; known"):
        migrate(bare_home, "9999")
    assert columns_of(bare_home) == {}


def test_processes_that_start_together_migrate_once(bare_home: Home) -> None:
    start = Barrier(AT_ONCE)

    def steps() -> int:
        with mortals() as mortal:
            start.wait()
            return mortal.live(bare_home, HEAD)[0]

    with ThreadPoolExecutor(AT_ONCE) as threads:
        futures = [threads.submit(steps) for _ in range(AT_ONCE)]
    at_work = [future.result() > STEPS_OF_THE_IDLE for future in futures]
    assert sorted(at_work) == [*[False] * (AT_ONCE - 1), True]


def test_tables_that_are_current_are_left_without_waiting_for_a_writer(
    blank_home: Home,
) -> None:
    with closing(blank_home.database()) as other, other.writing() as connection:
        if not other.is_shared:
            assert connection.in_transaction()  # The only writer that there can be.
        assert migrate(blank_home) == Move(HEAD, HEAD)


def test_a_process_whose_tables_are_current_does_without_alembic(
    blank_home: Home,
) -> None:
    done = subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, "-c", PREPARED, blank_home.directory, blank_home.url],
        check=True,
        capture_output=True,
        text=True,
    )
    imported = set(done.stdout.split())
    assert "almandine.store.migrations" in imported
    assert imported.isdisjoint({"alembic", "almandine.store.migrations.steps"})
