"""Everything that the API refuses: code and sentence, and nothing happens.

Runs stay queued, for there are no workers.
"""

from collections.abc import Iterator

import httpx
import pytest

from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.error_cases import (
    BODIES,
    BROKEN,
    JOBS,
    ORDERS,
    QUESTIONS,
    SUPPRESS,
    UNREADABLE_ORDERS,
    Case,
    Unreadable,
)
from journeys.refusals import Refusal, Spelling, refusal_of
from journeys.service import CONF, Service, make_site, order, serving


@pytest.fixture(scope="module")
def service(shared_home: Home) -> Iterator[Service]:
    """Serve the sample institution with some more jobs, and without workers."""
    key = make_site(shared_home, CONFIGURATION + JOBS)
    quick = {"requests_per_second": 100_000}
    with serving(shared_home, key, workers=0, settings=quick) as running:
        yield running


@pytest.fixture(params=["json", "xml"])
def spelling(request: pytest.FixtureRequest) -> Spelling:
    """Return how answers are asked for."""
    return request.param


def refused(
    service: Service, spelling: Spelling, method: str, path: str, **sent: object
) -> Refusal:
    """Send what is to be refused; check what holds for every refusal."""
    before = stored(service)
    request = service.client.build_request(method, f"{CONF}{path}", **sent)  # pyright: ignore[reportArgumentType] - body and its headers
    request.headers["accept"] = f"application/{spelling}"
    refusal = refusal_of(service.client.send(request), spelling)
    assert stored(service) == before
    assert refusal.tracking_id
    assert refusal.tracking_id in service.log
    return refusal


def stored(service: Service) -> tuple[int, ...]:
    """Return how many runs of the jobs and how many sets there are."""
    listed = ("/jobs/M44/instances", "/jobs/M902/instances", "/sets")
    return tuple(service.get(path, limit=0)["total_record_count"] for path in listed)


def assert_says(refusal: Refusal, code: str, beginning: str) -> None:
    assert (refusal.status, refusal.code) == (400, code)
    assert refusal.message.startswith(beginning)


@pytest.mark.parametrize("language", ["json", "xml"])
@pytest.mark.parametrize("case", UNREADABLE_ORDERS)
def test_what_is_wrong_with_the_job_is_told_before_what_is_wrong_with_the_body(
    service: Service, spelling: Spelling, language: Spelling, case: Case
) -> None:
    headers = {"content-type": f"application/{language}"}
    body = BROKEN[language]
    refusal = refused(
        service, spelling, "POST", case.path, content=body, headers=headers
    )
    assert_says(refusal, case.code, case.says.format(language.upper()))


@pytest.mark.parametrize("case", ORDERS)
def test_what_is_wrong_with_the_parameters_is_told_in_order(
    service: Service, spelling: Spelling, case: Case
) -> None:
    refusal = refused(service, spelling, "POST", case.path, json=case.document)
    assert_says(refusal, case.code, case.says)


@pytest.mark.parametrize("path", ["/jobs/M44?op=run", "/sets"])
@pytest.mark.parametrize("case", BODIES, ids=str)
def test_a_body_that_cannot_be_read_is_refused(
    service: Service, spelling: Spelling, path: str, case: Unreadable
) -> None:
    headers = {"content-type": case.kind}
    refusal = refused(
        service, spelling, "POST", path, content=case.body, headers=headers
    )
    assert_says(refusal, case.code, case.says)


def test_a_chunked_body_is_counted_as_it_comes(
    service: Service, spelling: Spelling
) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(11):
            yield b" " * 1_000_000

    refusal = refused(service, spelling, "POST", "/jobs/M44?op=run", content=chunks())
    assert_says(refusal, "402119", "General error. The body is larger than 10000000")


@pytest.mark.parametrize("case", QUESTIONS)
def test_a_question_that_cannot_be_answered_is_refused(
    service: Service, spelling: Spelling, case: Case
) -> None:
    refusal = refused(service, spelling, "GET", case.path)
    assert_says(refusal, case.code, case.says)


def test_overlap_is_told_before_the_thresholds_and_refusals_use_no_quota(
    service: Service, spelling: Spelling
) -> None:
    job = "M902" if spelling == "json" else "M44"
    address = f"/jobs/{job}?op=run"
    sets = [new_set(service, f"{job} {number}") for number in range(4)]

    def refuse(set_id: str) -> Refusal:
        body = order(**{"set_id": set_id, SUPPRESS: "true"})
        return refused(service, spelling, "POST", address, json=body)

    def start(set_id: str) -> str:
        return service.start(job, **{"set_id": set_id, SUPPRESS: "true"})

    for _ in range(10):
        assert refuse("1").code == "60107"
    running = [start(set_id) for set_id in sets[:3]]
    overlap = (
        f"Job overlapps with running job - cannot execute. Value: {job}, running: "
    )
    assert_says(refuse(sets[0]), "60347", overlap + running[0].rpartition("/")[2])
    assert_says(
        refuse(sets[3]),
        "402222",
        "Execution threshold reached. Jobs started by the API and not finished: 3,"
        " limit: 3.",
    )
    for link in running:
        abort(service, link)
    for set_id in sets[:2]:
        abort(service, start(set_id))
    told = "Execution threshold reached. Starts of this job in the last hour: 5, limit:"
    assert_says(refuse(sets[3]), "402223", told)


def new_set(service: Service, name: str) -> str:
    """Make an empty set of bibs."""
    kind = {"type": {"value": "ITEMIZED"}, "content": {"value": "BIB_MMS"}}
    return service.post("/sets", {"name": name, **kind})["id"]


def abort(service: Service, link: str) -> None:
    """End a run that waits."""
    ended = service.client.post(f"/api/v1/runs/{link.rpartition('/')[2]}/abort")
    assert ended.status_code == httpx.codes.OK
