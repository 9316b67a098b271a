"""Who gets in, and what everybody else is told."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from almandine.engine.access import Access, Area
from almandine.settings import Settings
from almandine.wire.xml import PROLOG
from unit.http.edge import INSTITUTION, READER, Edge, error_code

TEST = "/almaws/v1/conf/test"
JSON = {"accept": "application/json"}
AS_READER = {**JSON, "authorization": "apikey reader-secret"}
AS_NOBODY = {**JSON, "authorization": ""}
UNAUTHORIZED = {
    "errorsExist": True,
    "errorList": {
        "error": [
            {
                "errorCode": "UNAUTHORIZED",
                "errorMessage": "API-key not defined or not configured to allow"
                " this API.",
            }
        ]
    },
    "result": None,
}


def test_a_key_in_the_header_opens() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(TEST)
    said = f"<test>GET - OK - institutionCode: {INSTITUTION}</test>"
    assert (answer.status_code, answer.text) == (200, f"{PROLOG}{said}")


def test_a_key_in_the_query_opens() -> None:
    with Edge().visitor(authorization="") as visitor:
        answer = visitor.get(f"{TEST}?apikey=writer-secret")
    assert answer.status_code == 200


def test_no_key_is_refused_without_a_tracking_id() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(TEST, headers=AS_NOBODY)
    assert (answer.status_code, answer.json()) == (400, UNAUTHORIZED)


def test_an_unknown_key_is_refused() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(TEST, headers={**JSON, "authorization": "apikey x"})
    assert (answer.status_code, answer.json()) == (400, UNAUTHORIZED)


def test_a_read_only_key_reads() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(TEST, headers=AS_READER)
    assert answer.status_code == 200


def test_a_read_only_key_may_not_write() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.post(TEST, headers=AS_READER)
    assert (answer.status_code, answer.json()) == (400, UNAUTHORIZED)


@pytest.mark.parametrize(
    "path", ["/almaws/v1/bibs/99", "/almaws/v1/moon", "/almaws/v1/"]
)
def test_an_area_that_the_key_does_not_open_is_refused(path: str) -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(path, headers=JSON)
    assert (answer.status_code, answer.json()) == (400, UNAUTHORIZED)


@pytest.mark.parametrize(
    "path",
    ["/%61lmaws/v1/conf/test", "/almaws//v1/conf/test/", "/almaws/v1%2Fconf/test"],
)
def test_no_spelling_of_a_path_gets_around_the_gate(path: str) -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(path, headers=AS_NOBODY)
    assert (answer.status_code, error_code(answer)) == (400, "UNAUTHORIZED")


def test_our_own_api_needs_a_key_too() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get("/api/v1/runs/1", headers=AS_NOBODY)
    assert (answer.status_code, answer.json()) == (400, UNAUTHORIZED)


def test_a_revoked_key_opens_for_a_second_at_most() -> None:
    edge = Edge()
    with edge.visitor() as visitor:
        visitor.get(TEST)
        edge.keys.keys.clear()
        edge.clock.pass_by(timedelta(seconds=1))
        answer = visitor.get(TEST)
    assert answer.status_code == 400


def test_a_key_is_looked_up_once_a_second() -> None:
    edge = Edge()
    with edge.visitor() as visitor:
        for _ in range(5):
            visitor.get(TEST)
    assert edge.keys.lookups == 1


def test_every_answer_says_what_the_day_has_left() -> None:
    with Edge().visitor() as visitor:
        answers = [visitor.get(TEST), visitor.post(TEST), visitor.get("/health")]
    left = [answer.headers["x-exl-api-remaining"] for answer in answers]
    assert left == ["499999", "499998", "500000"]


@pytest.mark.parametrize("path", [TEST, "/health", "/moon", "/almaws/v1/moon"])
def test_no_answer_may_be_taken_for_a_page(path: str) -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(path)
    assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


@pytest.mark.parametrize("path", [f"{TEST}?x=a%00", f"{TEST}%00", "/api/v1/runs/%00"])
def test_text_that_no_database_could_hold_is_refused(path: str) -> None:
    with Edge().visitor(**JSON) as visitor:
        answer = visitor.get(path)
    assert (answer.status_code, error_code(answer)) == (400, "40166410")


def test_a_key_that_is_not_used_is_not_answered_back() -> None:
    with Edge().visitor(**JSON) as visitor:
        assert visitor.get(f"{TEST}?apikey=a%00").status_code == 200


def test_the_request_above_the_pace_is_refused() -> None:
    with Edge().visitor() as visitor:
        allowed = [visitor.get(TEST).status_code for _ in range(25)]
        answer = visitor.get(TEST, headers=JSON)
    assert allowed == [200] * 25
    assert (answer.status_code, error_code(answer)) == (429, "PER_SECOND_THRESHOLD")


def test_the_pace_is_that_of_the_institution_and_not_of_the_key() -> None:
    edge = Edge(settings=Settings(requests_per_second=1))
    with edge.visitor() as visitor:
        visitor.get(TEST)
        answer = visitor.get(TEST, headers=AS_READER)
    assert answer.status_code == 429


def test_another_institution_keeps_its_own_pace() -> None:
    edge = Edge(settings=Settings(requests_per_second=1))
    edge.keys.keys["other"] = replace(READER, institution="01XYZ_INST")
    with edge.visitor() as visitor:
        visitor.get(TEST)
        answer = visitor.get(TEST, headers={"authorization": "apikey other"})
    assert answer.status_code == 200


def test_the_request_above_the_budget_is_refused_with_nothing_left() -> None:
    edge = Edge(settings=Settings(requests_per_day=2))
    with edge.visitor() as visitor:
        visitor.get(TEST)
        visitor.get(TEST)
        answer = visitor.get(TEST, headers=JSON)
    assert (
        answer.status_code,
        error_code(answer),
        answer.headers["x-exl-api-remaining"],
    ) == (429, "DAILY_THRESHOLD", "0")


def test_the_budget_is_new_at_midnight_gmt() -> None:
    edge = Edge(settings=Settings(requests_per_day=1))
    with edge.visitor() as visitor:
        visitor.get(TEST)
        edge.clock.pass_by(timedelta(hours=12))
        answer = visitor.get(TEST)
    assert (answer.status_code, answer.headers["x-exl-api-remaining"]) == (200, "0")


@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "", "[", "localhost@evil.example"],
)
def test_a_host_that_is_not_listed_is_refused(host: str) -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(TEST, headers={**JSON, "host": host})
    assert (answer.status_code, error_code(answer)) == (403, "FORBIDDEN")


@pytest.mark.parametrize(
    "host",
    ["LOCALHOST", "127.0.0.1:1", "[::1]:8080", "api-na.hosted.exlibrisgroup.com"],
)
def test_a_listed_host_is_answered_under_any_port(host: str) -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get(TEST, headers={"host": host})
    assert answer.status_code == 200


def test_links_follow_the_host_that_the_client_used() -> None:
    host = "api-eu.hosted.exlibrisgroup.com"
    with Edge().visitor(host=host) as visitor:
        answer = visitor.get("/almaws/v1/conf/libraries?format=json")
    assert answer.json()["library"][0]["link"] == (
        f"http://{host}/almaws/v1/conf/libraries/MAIN"
    )


def test_links_follow_the_public_url_where_there_is_one() -> None:
    edge = Edge(settings=Settings(public_url="https://jobs.example.org/"))
    with edge.visitor(host="jobs.example.org") as visitor:
        answer = visitor.get("/almaws/v1/conf/libraries?format=json")
    assert answer.json()["library"][0]["link"] == (
        "https://jobs.example.org/almaws/v1/conf/libraries/MAIN"
    )


def test_a_body_that_announces_too_much_is_refused() -> None:
    edge = Edge(settings=Settings(body_limit=10))
    with edge.visitor() as visitor:
        answer = visitor.post(TEST, content=b"x" * 11, headers=JSON)
    assert (answer.status_code, error_code(answer)) == (400, "402119")


def test_a_chunked_body_is_refused_where_it_becomes_too_long() -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"1234"

    edge = Edge(settings=Settings(body_limit=10))
    with edge.visitor() as visitor:
        answer = visitor.post(TEST, content=chunks(), headers=JSON)
    assert (answer.status_code, error_code(answer)) == (400, "402119")


def test_a_body_of_exactly_the_limit_is_read() -> None:
    edge = Edge(settings=Settings(body_limit=10))
    with edge.visitor() as visitor:
        answer = visitor.post(TEST, content=b"x" * 10)
    assert answer.status_code == 200


def test_an_unknown_path_of_the_api_is_refused() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get("/almaws/v1/conf/moon", headers=JSON)
    assert (answer.status_code, error_code(answer)) == (403, "INVALID_REQUEST")


def test_a_method_that_the_api_does_not_have_is_refused() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.ask("DELETE", TEST, headers=JSON)
    assert (answer.status_code, error_code(answer)) == (403, "INVALID_REQUEST")


def test_an_unknown_path_elsewhere_is_not_found() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get("/moon")
    assert (answer.status_code, error_code(answer)) == (404, "INVALID_REQUEST")


def test_health_needs_neither_key_nor_host() -> None:
    with Edge().visitor() as visitor:
        answer = visitor.get("/health", headers={**AS_NOBODY, "host": "10.0.0.7"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("*/*", "application/xml;charset=UTF-8"),
        ("application/json", "application/json;charset=UTF-8"),
    ],
)
def test_errors_are_spelt_as_asked(accept: str, content_type: str) -> None:
    with Edge().visitor(accept=accept) as visitor:
        answers = [
            visitor.get("/almaws/v1/conf/libraries/NONE"),
            visitor.get(TEST, headers={"authorization": ""}),
        ]
    assert [each.headers["content-type"] for each in answers] == [content_type] * 2


def test_areas_that_are_granted_are_open() -> None:
    edge = Edge()
    edge.keys.keys["all"] = replace(
        READER, grants=dict.fromkeys(Area, Access.READ_ONLY)
    )
    with edge.visitor(authorization="apikey all", **JSON) as visitor:
        codes = [error_code(visitor.get(f"/almaws/v1/{area}/moon")) for area in Area]
    assert codes == ["INVALID_REQUEST"] * len(Area)
