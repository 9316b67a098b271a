from datetime import timedelta

import pytest

from almandine.store.database import Database
from almandine.store.workers import SqlWorkers
from store.workshop import NOON

SECOND = timedelta(seconds=1)


@pytest.fixture
def workers(fresh_database: Database) -> SqlWorkers:
    return SqlWorkers(fresh_database)


def test_a_worker_is_silent_from_just_after_its_last_beat(workers: SqlWorkers) -> None:
    workers.beat("one", NOON)
    moment = timedelta(microseconds=1)
    silent = [workers.silent_since(NOON), workers.silent_since(NOON + moment)]
    assert silent == [[], ["one"]]


def test_a_worker_that_beats_again_is_alive(workers: SqlWorkers) -> None:
    workers.beat("one", NOON)
    workers.beat("two", NOON)
    workers.beat("one", NOON + SECOND)
    assert workers.silent_since(NOON + SECOND) == ["two"]


def test_a_buried_worker_is_forgotten_and_no_other(workers: SqlWorkers) -> None:
    workers.beat("one", NOON)
    workers.beat("two", NOON)
    workers.bury("one")
    assert workers.silent_since(NOON + SECOND) == ["two"]


def test_a_buried_worker_may_come_back(workers: SqlWorkers) -> None:
    workers.beat("one", NOON)
    workers.bury("one")
    workers.beat("one", NOON)
    assert workers.silent_since(NOON + SECOND) == ["one"]
