"""What the client is told, and what the log keeps."""

import json
from collections.abc import Generator

import pytest
import structlog
from structlog.testing import capture_logs

from almandine.engine.access import Key
from almandine.http.logs import configure_logs
from unit.http.edge import Edge, MemoryKeys, error_code

CANARY = "canary-secret-4711"
JSON = {"accept": "application/json"}


@pytest.fixture(autouse=True)
def _usual_logs() -> Generator[None]:
    yield
    structlog.reset_defaults()


class BrokenKeys(MemoryKeys):
    def find(self, secret: str) -> Key | None:
        self.lookups += len(secret)
        raise OSError("the database is on fire")


def test_an_error_is_found_in_the_log_by_its_tracking_id() -> None:
    with capture_logs() as lines, Edge().visitor(**JSON) as visitor:
        answer = visitor.get("/almaws/v1/conf/libraries/NONE")
    tracking_id = answer.json()["errorList"]["error"][0]["trackingId"]
    assert lines == [
        {
            "event": "request_refused",
            "log_level": "info",
            "tracking_id": tracking_id,
            "code": "402119",
            "refusal": "UnknownLibrary(code='NONE')",
            "method": "GET",
            "path": "/almaws/v1/conf/libraries/NONE",
        }
    ]


def test_a_fault_of_ours_is_answered_without_its_details() -> None:
    with Edge(keys=BrokenKeys()).visitor(**JSON) as visitor:
        answer = visitor.get("/almaws/v1/conf/test")
    assert (answer.status_code, error_code(answer)) == (500, "INTERNAL_SERVER_ERROR")
    assert "fire" not in answer.text


class DistantKeys(MemoryKeys):
    def find(self, secret: str) -> Key | None:
        self.lookups += len(secret)
        raise ConnectionError("no route to db.example.org")


def test_a_database_that_is_away_is_told_without_its_address() -> None:
    with (
        capture_logs() as lines,
        Edge(keys=DistantKeys()).visitor(**JSON) as visitor,
    ):
        answer = visitor.get("/almaws/v1/conf/test")
    assert (answer.status_code, error_code(answer)) == (503, "INTERNAL_SERVER_ERROR")
    assert "example.org" not in answer.text
    assert [(line["event"], line["reason"]) for line in lines] == [
        ("request_failed", "no route to db.example.org")
    ]


def test_a_fault_in_a_route_is_answered_without_its_details() -> None:
    # The store of the edge under test has no jobs.
    with Edge().visitor(**JSON) as visitor:
        answer = visitor.get("/almaws/v1/conf/jobs")
    assert (answer.status_code, error_code(answer)) == (500, "INTERNAL_SERVER_ERROR")
    assert "Traceback" not in answer.text


def test_a_fault_of_ours_is_logged_with_its_cause() -> None:
    with (
        capture_logs() as lines,
        Edge(keys=BrokenKeys()).visitor(**JSON) as visitor,
    ):
        answer = visitor.get("/almaws/v1/conf/test")
    tracking_id = answer.json()["errorList"]["error"][0]["trackingId"]
    assert [
        (line["event"], line["tracking_id"], str(line["exc_info"])) for line in lines
    ] == [("request_failed", tracking_id, "the database is on fire")]


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_no_key_reaches_the_log(
    log_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs(log_format)
    broken = Edge(keys=BrokenKeys())
    with Edge().visitor(authorization="") as visitor, broken.visitor() as failing:
        for path in ("/almaws/v1/conf/test", "/almaws/v1/conf/moon", "/moon"):
            visitor.get(f"{path}?apikey={CANARY}")
            visitor.get(path, headers={"authorization": f"apikey {CANARY}"})
            failing.get(path, headers={"authorization": f"apikey {CANARY}"})
            failing.get(f"{path}?apikey={CANARY}")
    logged = capsys.readouterr().err
    assert "request_refused" in logged
    assert "request_failed" in logged
    assert CANARY not in logged


def test_a_line_break_in_a_path_begins_no_log_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logs("console")
    with Edge().visitor() as visitor:
        visitor.get("/almaws/v1/conf/libraries/x%0Afake_event")
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_json_lines_are_objects(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs("json")
    with Edge().visitor() as visitor:
        visitor.get("/moon")
    assert json.loads(capsys.readouterr().err)["event"] == "request_refused"
