from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from almandine.store.workers import SqlWorkers
from databases.homes import Home
from store.workshop import Clock

SECOND = timedelta(seconds=1)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def workers(home: Home, clock: Clock) -> Iterator[SqlWorkers]:
    database = home.database(clock.now)
    yield SqlWorkers(database)
    database.close()


def test_a_worker_is_silent_from_just_after_its_time(
    workers: SqlWorkers, clock: Clock
) -> None:
    workers.beat("one")
    clock.move(SECOND)
    silent = [workers.silent_for(SECOND), workers.silent_for(SECOND - MOMENT)]
    assert silent == [[], ["one"]]


def test_a_worker_that_beats_again_is_alive(workers: SqlWorkers, clock: Clock) -> None:
    workers.beat("one")
    workers.beat("two")
    clock.move(2 * SECOND)
    workers.beat("one")
    assert (workers.silent_for(SECOND), workers.alive(SECOND)) == (["two"], 1)


def test_a_silent_worker_is_buried_by_one_and_by_another_if_that_one_dies(
    workers: SqlWorkers, clock: Clock
) -> None:
    workers.beat("one")
    clock.move(2 * SECOND)
    workers.beat("two")
    first, second = workers.claim_silent(SECOND), workers.claim_silent(SECOND)
    clock.move(2 * SECOND)
    workers.beat("two")
    claims = [first, second, workers.claim_silent(SECOND)]
    assert [list(claim) for claim in claims] == [["one"], [], ["one"]]


def test_of_many_who_look_at_once_one_buries_the_silent(workers: SqlWorkers) -> None:
    workers.beat("one")
    workers.declare_dead("one")
    with ThreadPoolExecutor(8) as pool:
        looks = pool.map(workers.claim_silent, [SECOND] * 8)
        assert [one for look in looks for one in look] == ["one"]


def test_a_worker_that_is_declared_dead_is_silent(workers: SqlWorkers) -> None:
    workers.beat("one")
    workers.beat("two")
    workers.declare_dead("one")
    assert (workers.silent_for(SECOND), workers.alive(SECOND)) == (["one"], 1)


def test_a_buried_worker_is_forgotten_and_no_other(
    workers: SqlWorkers, clock: Clock
) -> None:
    workers.beat("one")
    workers.beat("two")
    workers.bury("one")
    clock.move(SECOND)
    assert workers.silent_for(MOMENT) == ["two"]


def test_a_buried_worker_may_come_back(workers: SqlWorkers, clock: Clock) -> None:
    workers.beat("one")
    workers.bury("one")
    workers.beat("one")
    clock.move(SECOND)
    assert workers.silent_for(MOMENT) == ["one"]


def test_without_a_clock_of_its_own_the_server_tells_the_time(home: Home) -> None:
    database = home.database()
    workers = SqlWorkers(database)
    workers.beat("one")
    alive = workers.alive(timedelta(minutes=1))
    with database.reading() as connection:
        now = database.now(connection)
    database.close()
    assert (alive, now.utcoffset()) == (1, timedelta())
