"""PostgreSQL crashes in the midst of requests, and comes back; our processes stay.

On SQLite there is nothing that could be stopped.
"""

import time
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from threading import Event
from typing import Final

import httpx
import pytest

from almandine.records.sample import CONFIGURATION
from databases.homes import made_home
from databases.postgres import Server
from databases.postgres import serving as serving_database
from journeys.refusals import Spelling, refusal_of
from journeys.service import CONF, Service, make_site, order, serving
from journeys.small_catalogue import ALL_BIBS

PROMPT: Final = 3.0
"""Seconds within which every request is answered, whatever the database does."""
RECOVERY: Final = 5.0
"""Seconds within which every request succeeds again once the database is there."""
AT_ONCE: Final = 16
"""Requests; each leaves a connection in the pool."""
OK: Final = HTTPStatus.OK
AWAY: Final = HTTPStatus.SERVICE_UNAVAILABLE
LIST: Final = f"{CONF}/jobs/M44/instances"
RUN: Final = f"{CONF}/jobs/M44?op=run"
BODY: Final = order(set_id=ALL_BIBS)


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    """Run a server of these tests' own."""
    with serving_database() as server:
        yield server


@pytest.fixture(scope="module")
def service(
    database: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """Serve the sample institution, without workers."""
    home = made_home(tmp_path_factory.mktemp("site") / "data", database.databases)
    key = make_site(home, CONFIGURATION)
    with serving(home, key, workers=0) as running:
        yield running


@contextmanager
def away(database: Server) -> Generator[None]:
    """Crash the server, and start it again at the end of the block."""
    database.stop("immediate")
    try:
        yield
    finally:
        database.start()


@dataclass(frozen=True, slots=True)
class Timed:
    """An answer, and when it was asked for and given (s)."""

    answer: httpx.Response
    began: float
    ended: float


def timed(send: Callable[[], httpx.Response]) -> Timed:
    began = time.monotonic()
    answer = send()
    return Timed(answer, began, time.monotonic())


def at_once(send: Callable[[], httpx.Response]) -> Sequence[Timed]:
    """Send a request many times at once."""
    with ThreadPoolExecutor(AT_ONCE) as threads:
        sent = [threads.submit(timed, send) for _ in range(AT_ONCE)]
    return [each.result() for each in sent]


def test_every_request_is_told_in_time_that_the_database_is_away(
    service: Service, database: Server
) -> None:
    asked: list[tuple[str, str, Spelling]] = [
        ("GET", LIST, "json"),
        ("GET", LIST, "xml"),
        ("POST", RUN, "json"),
        ("POST", RUN, "xml"),
        ("GET", "/api/v1/runs/1", "json"),
    ]
    with away(database):
        for method, path, spelling in asked:
            request = service.client.build_request(
                method,
                path,
                json=BODY if method == "POST" else None,
                headers={"accept": f"application/{spelling}"},
            )
            for each in at_once(partial(service.client.send, request)):
                refusal = refusal_of(each.answer, spelling)
                assert (refusal.status, refusal.code, refusal.message) == (
                    AWAY,
                    "INTERNAL_SERVER_ERROR",
                    "The database cannot be reached. Try again in a moment.",
                )
                assert refusal.tracking_id
                assert refusal.tracking_id in service.log
                assert each.ended - each.began < PROMPT


def test_health_tells_that_the_database_is_away(
    service: Service, database: Server
) -> None:
    with away(database):
        time.sleep(1)  # For so long, what was answered before is remembered.
        told = timed(lambda: service.client.get("/health"))
    time.sleep(1)
    again = service.client.get("/health")
    assert (told.answer.status_code, told.answer.json()) == (
        AWAY,
        {"status": "unavailable", "reason": "the database does not answer"},
    )
    assert told.ended - told.began < PROMPT
    assert (again.status_code, again.json()) == (OK, {"status": "ok"})


def test_nobody_notices_a_restart_between_two_requests(
    service: Service, database: Server
) -> None:
    def send() -> httpx.Response:
        return service.client.get(LIST)

    before = at_once(send)
    with away(database):
        pass
    after = at_once(send)
    statuses = Counter(each.answer.status_code for each in [*before, *after])
    assert statuses == {OK: 2 * AT_ONCE}


def test_requests_succeed_again_soon_after_a_crash_under_load(
    service: Service, database: Server
) -> None:
    over = Event()
    asked: list[Timed] = []

    def keep_asking() -> None:
        while not over.is_set():
            asked.append(timed(lambda: service.client.get(LIST)))

    with ThreadPoolExecutor(AT_ONCE) as threads:
        for _ in range(AT_ONCE):
            threads.submit(keep_asking)
        time.sleep(1)
        with away(database):
            time.sleep(1)
        back = time.monotonic()
        time.sleep(RECOVERY + 1)
        over.set()
    refused = [each for each in asked if each.answer.status_code != OK]
    late = max(each.ended for each in refused) - back
    slowest = max(each.ended - each.began for each in asked)
    print(f"last refusal {late:.2f} s after the return; slowest {slowest:.2f} s")  # noqa: T201 - figures
    assert {each.answer.status_code for each in refused} == {AWAY}
    assert late < RECOVERY
    assert slowest < PROMPT


def test_what_was_accepted_outlives_a_crash_of_the_database(
    service: Service, database: Server
) -> None:
    link = service.start("M44", set_id=ALL_BIBS)
    with away(database):
        pass
    assert service.get(link)["status"]["value"] == "QUEUED"
    service.client.post(f"/api/v1/runs/{link.rpartition('/')[2]}/abort")
