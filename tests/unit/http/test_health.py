"""What is told to whoever watches the service."""

import asyncio
from datetime import timedelta
from threading import Event

import httpx

from almandine.http.health import REMEMBERED, SILENT, Health
from unit.http.edge import Clock, Edge, Visitor

AWAY = {"status": "unavailable", "reason": "the database does not answer"}


class Database:
    """A database that answers, or not; it counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.away = False

    def check(self) -> None:
        self.asked += 1
        if self.away:
            raise ConnectionError("no route to db.example.org")


def told(visitor: Visitor) -> tuple[int, dict[str, str]]:
    answer: httpx.Response = visitor.get("/health")
    return answer.status_code, answer.json()


def test_a_database_that_is_away_makes_the_service_unavailable() -> None:
    database = Database()
    database.away = True
    with Edge(check_database=database.check).visitor() as visitor:
        assert told(visitor) == (503, AWAY)


def test_the_database_is_asked_once_in_a_second() -> None:
    clock, database = Clock(), Database()
    with Edge(clock, check_database=database.check).visitor() as visitor:
        before = [told(visitor)[0] for _ in range(3)]
        database.away = True
        clock.pass_by(REMEMBERED - timedelta(microseconds=1))
        within = told(visitor)[0]
        clock.pass_by(timedelta(microseconds=1))
        after = told(visitor)[0]
    assert (before, within, after, database.asked) == ([200] * 3, 200, 503, 2)


def test_a_database_that_never_answers_is_not_waited_for() -> None:
    over = Event()

    def wait() -> None:
        over.wait()

    async def told_twice() -> list[str | None]:
        health = Health(wait, Clock().env(), timedelta(milliseconds=10))
        told = [await health.trouble() for _ in range(2)]
        over.set()
        return told

    assert asyncio.run(told_twice()) == [SILENT, SILENT]
