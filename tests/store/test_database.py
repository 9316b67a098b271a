import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from almandine.store.database import FILE_NAME, Database
from almandine.store.tables.institution import institution, sequence
from almandine.store.tables.workers import worker
from databases.homes import Home
from store.workshop import HERE, NOON

NORMAL, FULL = 1, 2
"""What SQLite answers when asked how it puts commits on disk."""
COUNTER = {"institution": HERE, "what": "thing", "last": 0}


class NothingError(Exception):
    pass


def last(connection: Connection) -> int:
    return connection.execute(
        select(sequence.c.last).where(sequence.c.what == "thing")
    ).scalar_one()


def advance(database: Database) -> None:
    """Read, then write what was read: the trap that a late lock falls into."""
    with database.deciding(HERE) as connection:
        seen = last(connection)
        connection.execute(
            update(sequence).where(sequence.c.what == "thing").values(last=seen + 1)
        )


@pytest.fixture
def counting(fresh_database: Database) -> Database:
    with fresh_database.writing() as connection:
        connection.execute(insert(sequence), COUNTER)
    return fresh_database


def test_writers_that_read_first_wait_for_each_other_and_never_fail(
    counting: Database, home: Home
) -> None:
    other = home.database()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(advance, [counting, other] * 100))
    with counting.reading() as connection:
        total = last(connection)
    other.close()
    assert total == 200


def test_a_reader_keeps_its_state_while_a_writer_commits(counting: Database) -> None:
    with counting.reading() as reader:
        before = last(reader)
        advance(counting)
        after = last(reader)
    with counting.reading() as reader:
        assert (before, after, last(reader)) == (0, 0, 1)


def test_a_block_that_raises_leaves_nothing(counting: Database) -> None:
    def write_and_fail() -> None:
        with counting.writing() as connection:
            connection.execute(update(sequence).values(last=9))
            raise NothingError

    with pytest.raises(NothingError):
        write_and_fail()
    with counting.reading() as connection:
        assert last(connection) == 0


@pytest.mark.parametrize("durable", [True, False])
def test_only_a_durable_transaction_waits_for_the_disk(
    fresh_database: Database, *, durable: bool
) -> None:
    asked, answer = (
        ("SHOW synchronous_commit", ("off", "on")[durable])
        if fresh_database.is_shared
        else ("PRAGMA synchronous", (NORMAL, FULL)[durable])
    )
    # Both kinds first, so that one connection of the pool has seen the other.
    for each in (True, False, durable):
        with fresh_database.writing(durable=each) as connection:
            found = connection.exec_driver_sql(asked).scalar_one()
    assert found == answer


def test_a_new_file_has_large_pages_and_an_old_one_keeps_its_own(
    tmp_path: Path,
) -> None:
    assert _page_bytes(tmp_path / "new") == 16_384
    old = tmp_path / "old"
    old.mkdir()
    with closing(sqlite3.connect(old / FILE_NAME)) as file:
        file.execute("PRAGMA page_size = 4096")
        file.execute("CREATE TABLE there (already)")
    assert _page_bytes(old) == 4_096


def _page_bytes(directory: Path) -> int:
    database = Database.open(directory)
    try:
        database.migrate()
        with database.reading() as connection:
            return connection.exec_driver_sql("PRAGMA page_size").scalar_one()
    finally:
        database.close()


def test_the_database_is_opened_in_a_directory_that_it_makes(tmp_path: Path) -> None:
    database = Database.open(tmp_path / "new" / "data")
    database.migrate()
    database.migrate()
    with database.reading() as connection:
        count = connection.execute(select(func.count()).select_from(institution))
        assert count.scalar_one() == 0
    database.close()


def test_a_row_without_a_mandatory_column_is_refused(fresh_database: Database) -> None:
    with pytest.raises(IntegrityError), fresh_database.writing() as connection:
        connection.execute(insert(sequence).values(institution=HERE, what="x"))


def test_instants_are_kept_as_they_are(fresh_database: Database, home: Home) -> None:
    moment = NOON + timedelta(microseconds=1)
    with fresh_database.writing() as connection:
        connection.execute(insert(worker).values(worker_id="w", seen_at=moment))
        read = connection.execute(select(worker.c.seen_at)).scalar_one()
    microseconds = int(NOON.timestamp()) * 1_000_000 + 1
    ((stored,),) = home.rows("SELECT seen_at FROM worker")
    assert (read, stored) == (moment, microseconds if home.is_sqlite else moment)


def test_a_server_ends_whoever_sleeps_in_a_transaction(
    fresh_database: Database,
) -> None:
    if not fresh_database.is_shared:
        return  # Others wait for an SQLite file's writer as long as its process lives.
    with fresh_database.reading() as connection:
        asked = "SHOW idle_in_transaction_session_timeout"
        assert connection.exec_driver_sql(asked).scalar_one() == "5s"
