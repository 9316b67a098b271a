"""Threads that submit together: one commit, each on its own behind a savepoint."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier, Event
from time import sleep

import pytest
from sqlalchemy import Connection, Engine, event, func, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from almandine.store.database import Database
from almandine.store.group_commit import GroupCommit
from almandine.store.tables.institution import sequence

THREADS = 8
ROUNDS = 25
PAUSE = 0.2
"""Seconds in which others join the line."""


@pytest.fixture
def fresh_database(tmp_path: Path) -> Iterator[Database]:
    """Only SQLite shares commits: there, one writer waits for another anyway."""
    database = Database.open(tmp_path)
    database.migrate()
    yield database
    database.close()


def group_of(database: Database) -> GroupCommit:
    return GroupCommit(partial(database.writing, durable=True))


def add(connection: Connection, what: str) -> None:
    row = {"institution": "01GRP_INST", "what": what, "last": 1}
    connection.execute(insert(sequence), row)


def count(database: Database) -> int:
    with database.reading() as connection:
        query = select(func.count()).select_from(sequence)
        return connection.execute(query).scalar_one()


def commits_of(engine: Engine) -> list[None]:
    seen: list[None] = []

    def note(_: Connection) -> None:
        seen.append(None)

    event.listen(engine, "commit", note)
    return seen


def at_once(work: Callable[[int], None]) -> list[BaseException | None]:
    """Let all threads begin together; return what each one raised."""
    start = Barrier(THREADS)

    def one(number: int) -> None:
        start.wait()
        work(number)

    with ThreadPoolExecutor(THREADS) as threads:
        futures = [threads.submit(one, number) for number in range(THREADS)]
    return [future.exception() for future in futures]


def test_one_alone_is_committed_when_its_block_ends(fresh_database: Database) -> None:
    with group_of(fresh_database).joined() as connection:
        add(connection, "a")
    assert count(fresh_database) == 1


def test_those_in_line_share_commits_and_all_are_stored(
    fresh_database: Database,
) -> None:
    group = group_of(fresh_database)
    commits = commits_of(fresh_database.engine)

    def work(number: int) -> None:
        for each in range(ROUNDS):
            with group.joined() as connection:
                add(connection, f"{number}/{each}")

    assert at_once(work) == [None] * THREADS
    assert count(fresh_database) == THREADS * ROUNDS
    assert len(commits) < THREADS * ROUNDS


def test_who_raises_takes_back_its_own_writes_alone(fresh_database: Database) -> None:
    group = group_of(fresh_database)

    def work(number: int) -> None:
        with group.joined() as connection:
            add(connection, str(number))
            if number % 2:
                raise LookupError(number)

    raised = at_once(work)
    assert [isinstance(each, LookupError) for each in raised] == [False, True] * 4
    assert count(fresh_database) == THREADS // 2


def test_a_commit_that_fails_is_told_to_everybody_who_was_in_it(
    fresh_database: Database,
) -> None:
    with fresh_database.writing() as connection:
        connection.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        connection.execute(
            text(
                "CREATE TABLE child (id INTEGER REFERENCES parent (id)"
                " DEFERRABLE INITIALLY DEFERRED)"
            )
        )
    group = group_of(fresh_database)

    def work(number: int) -> None:
        with group.joined() as connection:
            add(connection, str(number))
            # Without its parent, the row is refused no sooner than at the commit.
            connection.execute(
                text("INSERT INTO child VALUES (:number)"), {"number": number}
            )

    raised = at_once(work)
    assert [type(each) for each in raised] == [IntegrityError] * THREADS
    assert count(fresh_database) == 0


def test_a_transaction_that_the_database_gave_up_is_told_to_everybody_in_it(
    fresh_database: Database,
) -> None:
    group = group_of(fresh_database)
    begun = Event()

    def first() -> None:
        with group.joined() as connection:
            add(connection, "first")
            begun.set()
            sleep(PAUSE)

    def second() -> None:
        begun.wait()
        with group.joined() as connection:
            # As SQLite does by itself when the disk is full.
            connection.exec_driver_sql("ROLLBACK")
            raise LookupError

    with ThreadPoolExecutor(2) as threads:
        futures = [threads.submit(each) for each in (first, second)]
    raised = [each.exception() for each in futures]
    assert [type(each) for each in raised] == [OperationalError] * 2
    assert count(fresh_database) == 0
    with group.joined() as connection:
        add(connection, "next")
    assert count(fresh_database) == 1


def test_after_a_failed_commit_the_line_moves_on(fresh_database: Database) -> None:
    group = group_of(fresh_database)

    def lose() -> None:
        with group.joined() as connection:
            add(connection, "lost")
            raise LookupError

    with pytest.raises(LookupError):
        lose()
    with group.joined() as connection:
        add(connection, "kept")
    assert count(fresh_database) == 1
