"""Sixty-four clients against four server processes: the thresholds hold.

The checker is tried on made-up runs first, for a checker that finds nothing proves
nothing.
"""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from almandine.app import App
from almandine.engine.thresholds import Limits
from databases.homes import Home
from journeys.clients import Answer, Order, send
from journeys.serving import serving_many
from journeys.storm import (
    INSTITUTION,
    OVERLAP,
    TOO_MANY_RUNNING,
    TOO_MANY_STARTS,
    Span,
    api_runs,
    code_of,
    most_at_once,
    most_starts,
    orders,
    prepare,
    violations,
    wait_for_workers,
)

NOON: Final = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR: Final = timedelta(hours=1)
ORDER: Final = Order("M1", "7000", "secret")
JOBS: Final = 2
SETS: Final = 3
BIBS: Final = 100
WORKERS: Final = 2
WAVE: Final = 250
FEWEST_WAVES: Final = 4
MOST_WAVES: Final = 60
EVERY_REASON: Final = {OVERLAP, TOO_MANY_RUNNING, TOO_MANY_STARTS}


def span(number: int, began: int, ended: int, job_id: str = "M1") -> Span:
    """Return a run that was unfinished between two minutes past noon."""
    return Span(
        run_id=str(number),
        job_id=job_id,
        set_id="7000",
        began=NOON + timedelta(minutes=began),
        ended=NOON + timedelta(minutes=ended),
    )


def answer(status: int, body: str, minute: int) -> Answer:
    """Return an answer that was given a number of minutes past noon."""
    at = NOON + timedelta(minutes=minute)
    return Answer(ORDER, status, body.encode(), at, at, 0.0)


def refusal(code: str, minute: int) -> Answer:
    """Return a refusal."""
    return answer(400, f"<errorCode>{code}</errorCode>", minute)


def test_runs_that_follow_each_other_do_not_count_as_at_once() -> None:
    assert most_at_once([span(1, 0, 5), span(2, 5, 10), span(3, 4, 6)]) == 2


def test_starts_count_in_the_busiest_window_and_for_each_job_by_itself() -> None:
    spans = [span(1, 0, 1), span(2, 59, 61), span(3, 60, 61), span(4, 61, 62, "M2")]
    assert most_starts(spans, HOUR) == 2


def test_a_fourth_run_at_once_is_a_violation() -> None:
    spans = [span(number, 0, 9, f"M{number}") for number in range(4)]
    accepted = [answer(200, f'"/instances/{number}"', 0) for number in range(4)]
    assert list(violations(accepted, spans, Limits())) == [
        "4 runs were unfinished at once"
    ]


def test_an_accepted_request_without_its_run_is_a_violation() -> None:
    accepted = [answer(200, '"/instances/1"', 0)]
    assert list(violations(accepted, [], Limits())) == [
        "1 requests were accepted, 0 runs are stored"
    ]


def test_a_refusal_whose_reason_did_not_hold_is_a_violation() -> None:
    refused = [refusal(TOO_MANY_RUNNING, 30)]
    assert list(violations(refused, [], Limits())) == [
        f"400 {TOO_MANY_RUNNING} for M1 on 7000 at 2026-11-23 12:30:00+00:00"
    ]


@pytest.fixture
def app(blank_home: Home) -> Iterator[App]:
    """Return the service on a home with nothing in it."""
    with closing(App(blank_home.settings)) as opened:
        yield opened


def test_no_threshold_is_exceeded_and_every_refusal_is_right(app: App) -> None:
    secret = prepare(app, jobs=JOBS, sets=SETS, bibs=BIBS)
    with serving_many(
        app.settings.data,
        servers=4,
        workers=WORKERS,
        settings={"requests_per_second": 1_000_000},
        database_url=app.settings.database_url,
    ) as up:
        wait_for_workers(app, workers=WORKERS)
        answers = list(storm(secret, [server.port for server in up]))
    assert {code_of(each) for each in answers if each.status != 200} == EVERY_REASON
    runs = api_runs(app, INSTITUTION)
    assert list(violations(answers, runs, Limits())) == []


def storm(secret: str, ports: Sequence[int]) -> Iterator[Answer]:
    """Send waves of requests until each reason to refuse one has been met."""
    met: set[str] = set()
    for wave in range(MOST_WAVES):
        wanted = orders(WAVE, jobs=JOBS, sets=SETS, secret=secret, seed=wave)
        answers = send(wanted, ports=ports, clients=64).answers
        yield from answers
        met |= {code_of(each) for each in answers}
        if wave + 1 >= FEWEST_WAVES and met >= EVERY_REASON:
            return
