"""The gate: keys, areas and budgets, as the service keeps them.

What the gate itself says has no tracking id, and uses nothing of the day.
"""

import time
from collections.abc import Iterator
from typing import Final

import httpx
import pytest

from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.refusals import Refusal, Spelling, refusal_of
from journeys.service import (
    CONF,
    Service,
    almandine,
    client_of,
    make_key,
    make_site,
    serving,
)

NOT_CONFIGURED: Final = Refusal(
    400,
    "UNAUTHORIZED",
    "API-key not defined or not configured to allow this API.",
    None,
)
PER_SECOND: Final = 5
PER_DAY: Final = 12
LIMITS: Final = {"requests_per_second": PER_SECOND, "requests_per_day": PER_DAY}
NEIGHBOUR: Final = """
[institution]
code = "02ALM_INST"
name = "A neighbour"
suffix = "0202"
timezone = "UTC"
currency = "EUR"
"""
PAUSE: Final = 1.1 / PER_SECOND
"""Seconds between requests that keep the pace."""


@pytest.fixture(params=["json", "xml"])
def spelling(request: pytest.FixtureRequest) -> Spelling:
    """Return how answers are asked for."""
    return request.param


def send(
    service: Service, key: str, spelling: Spelling, method: str, path: str
) -> httpx.Response:
    """Send a request with a key, or with none."""
    with client_of(service.port, key) as client:
        headers = {"accept": f"application/{spelling}"}
        if not key:
            del client.headers["authorization"]
        return client.request(method, path, headers=headers)


@pytest.mark.parametrize("key", ["", "a1mdc5dufxdh5ptdlef3l675alwb7pq6isg", "x" * 999])
def test_without_a_key_of_ours_nothing_is_answered(
    sample_service: Service, spelling: Spelling, key: str
) -> None:
    answer = send(sample_service, key, spelling, "GET", f"{CONF}/jobs")
    assert refusal_of(answer, spelling) == NOT_CONFIGURED


def test_a_key_to_read_only_reads(sample_service: Service, spelling: Spelling) -> None:
    key = make_key(sample_service.home, "conf:ro")
    read = send(sample_service, key, spelling, "GET", f"{CONF}/test")
    written = send(sample_service, key, spelling, "POST", f"{CONF}/test")
    assert read.status_code == 200
    assert refusal_of(written, spelling) == NOT_CONFIGURED


def test_a_key_of_another_area_opens_nothing_here(
    sample_service: Service, spelling: Spelling
) -> None:
    key = make_key(sample_service.home, "bibs")
    answer = send(sample_service, key, spelling, "GET", f"{CONF}/jobs")
    assert refusal_of(answer, spelling) == NOT_CONFIGURED


def test_an_address_that_there_is_not_is_forbidden_ground(
    sample_service: Service, spelling: Spelling
) -> None:
    path = f"{CONF}/moon"
    answer = send(sample_service, sample_service.key, spelling, "GET", path)
    says = f"There is no GET {path}."
    expected = Refusal(403, "INVALID_REQUEST", says, None)
    assert refusal_of(answer, spelling) == expected


@pytest.fixture(scope="module")
def narrow(tables: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """Serve two institutions with very small budgets."""
    home = tables.copied(tmp_path_factory.mktemp("narrow") / "data")
    key = make_site(home, CONFIGURATION)
    neighbour = home.directory.with_name("neighbour.toml")
    neighbour.write_text(NEIGHBOUR, encoding="utf-8")
    almandine(home, "apply", neighbour)
    with serving(home, key, workers=0, settings=LIMITS) as running:
        yield running
    home.removed()


def key_of(service: Service, institution: str) -> str:
    """Return a new key of an institution."""
    options = ["--name", "x", "--area", "conf", "--institution", institution]
    return almandine(service.home, "keys", "create", *options).strip()


def test_who_is_too_quick_is_told_so(narrow: Service) -> None:
    with client_of(narrow.port, key_of(narrow, "02ALM_INST")) as client:
        answers = [client.get(f"{CONF}/test") for _ in range(PER_SECOND + 1)]
        assert [answer.status_code for answer in answers[:-1]] == [200] * PER_SECOND
        expected = Refusal(
            429,
            "PER_SECOND_THRESHOLD",
            "HTTP requests are more than allowed per second.",
            None,
        )
        assert refusal_of(answers[-1], "json") == expected
        left = [answer.headers["x-exl-api-remaining"] for answer in answers[-2:]]
        assert left == [str(PER_DAY - PER_SECOND)] * 2
        time.sleep(1)
        assert client.get(f"{CONF}/test").status_code == 200


def test_who_has_used_up_the_day_is_told_so(narrow: Service) -> None:
    left: list[int] = []
    with client_of(narrow.port, key_of(narrow, "01ALM_INST")) as client:
        answer = client.get(f"{CONF}/test")
        while answer.status_code == 200 and len(left) < PER_DAY:
            left.append(int(answer.headers["x-exl-api-remaining"]))
            time.sleep(PAUSE)
            answer = client.get(f"{CONF}/test")
    expected = Refusal(
        429,
        "DAILY_THRESHOLD",
        "Daily API Request Threshold has been reached. It is reset at midnight GMT.",
        None,
    )
    assert left == list(reversed(range(PER_DAY)))
    assert answer.headers["x-exl-api-remaining"] == "0"
    assert refusal_of(answer, "json") == expected
