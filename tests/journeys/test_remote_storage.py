"""Requests to remote storage, from configuration to the file in the directory.

The way of one real client: find the profile by its code, its job by the profile, and
post the job back as it was answered.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from almandine.records.request import Request
from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.service import CONF, Document, Service, almandine, make_site, serving
from journeys.small_catalogue import (
    first_requests,
    write_bibs,
    write_holdings,
    write_items,
    write_requests,
)

PROFILE: Final = "6590000000010101"
JOB: Final = "S6490000000010101"
NAME: Final = "Send Requests to Remote Storage"
TITLES: Final = 150
ENDED: Final = frozenset({"COMPLETED_SUCCESS", "COMPLETED_NO_BULKS"})
REQUEST_ID: Final = re.compile(rb"<xb:requestId>([0-9]+)</xb:requestId>")
JSON: Final = "application/json"
XML: Final = "application/xml"


@pytest.fixture(scope="module")
def service(shared_home: Home, site: Path) -> Iterator[Service]:
    """Serve some titles with their items, and no requests."""
    key = make_site(shared_home, CONFIGURATION)
    bibs = write_bibs(site / "bibs.mrc", TITLES)
    holdings = write_holdings(site / "holdings.mrc", TITLES)
    items = write_items(site / "items.csv", TITLES)
    almandine(shared_home, "load", "bib", bibs, "--ids", "keep")
    almandine(shared_home, "load", "holding", holdings, "--ids", "keep")
    almandine(shared_home, "load", "item", items)
    with serving(shared_home, key) as running:
        yield running


@pytest.fixture(scope="module")
def waiting(service: Service) -> Iterator[Request]:
    """Yield requests, each for another item, that no test has sent this service."""
    return iter(first_requests(TITLES, 8))


def place(service: Service, waiting: Iterator[Request], count: int) -> list[str]:
    """Load so many new requests; return their ids."""
    placed = [next(waiting) for _ in range(count)]
    file = write_requests(service.data.with_name("requests.csv"), placed)
    said = almandine(service.home, "load", "request", file)
    assert f"{count} loaded, 0 set aside" in said
    return sorted(each.request_id for each in placed)


def outbox(service: Service) -> Path:
    """Return the directory that the facility looks into."""
    return service.data / "outbox" / "remote-storage"


def sent(file: bytes) -> list[str]:
    """Return the ids of the requests in a file, as often as they are in it."""
    return sorted(found.decode() for found in REQUEST_ID.findall(file))


def status(instance: Document) -> str:
    return instance["status"]["value"]


def test_the_profile_is_found_by_its_code(service: Service) -> None:
    found = service.get("/integration-profiles", q="code~OFFSITE")
    assert found["total_record_count"] == 1
    assert found["integration_profile"][0]["id"] == PROFILE


def test_the_profile_has_exactly_one_job(service: Service) -> None:
    found = service.get(
        "/jobs", type="SCHEDULED", category="FULFILLMENT", profile_id=PROFILE
    )
    [job] = found["job"]
    assert (found["total_record_count"], job["id"], job["name"]) == (1, JOB, NAME)


def test_no_other_profile_has_that_job(service: Service) -> None:
    found = service.get("/jobs", type="SCHEDULED", profile_id="1")
    assert found == {"total_record_count": 0}


def test_the_job_shows_its_profile_and_when_it_runs_next(service: Service) -> None:
    job = service.get(f"/jobs/{JOB}")
    profile = service.get(job["related_profile"]["link"])
    next_run = datetime.fromisoformat(job["next_run"]).astimezone(
        ZoneInfo("Europe/Vienna")
    )
    assert (profile["id"], profile["code"]) == (PROFILE, "OFFSITE")
    assert job["schedule"]["value"] == "EVERY_DAY_06_30"
    assert "06:30" in job["schedule"]["desc"]
    assert (next_run.hour, next_run.minute) == (6, 30)
    assert next_run > datetime.now(UTC)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("", b""),
        (JSON, b""),
        (JSON, b"{}"),
        (JSON, b"null"),
        (XML, b"<job/>"),
        (XML, b""),
    ],
)
def test_every_way_to_say_nothing_runs_the_job(
    service: Service, kind: str, body: bytes
) -> None:
    headers = {"content-type": kind} if kind else {}
    address = f"{CONF}/jobs/{JOB}?op=run"
    answer = service.client.post(address, content=body, headers=headers)
    assert answer.status_code == 200, answer.text
    assert_runs(service, answer.json())


@pytest.mark.parametrize("kind", [JSON, XML])
def test_the_whole_job_can_be_posted_back_as_it_was_answered(
    service: Service, kind: str
) -> None:
    whole = service.client.get(f"{CONF}/jobs/{JOB}", headers={"accept": kind})
    answer = service.client.post(
        f"{CONF}/jobs/{JOB}?op=run",
        content=whole.content,
        headers={"content-type": whole.headers["content-type"]},
    )
    assert answer.status_code == 200, answer.text
    assert_runs(service, answer.json())


def assert_runs(service: Service, job: Document) -> None:
    """Check the answer to a run request, and what becomes of the run."""
    link = job["additional_info"]["link"]
    at_once: Any = service.get(link)
    assert job["id"] == JOB
    assert at_once["start_time"]
    assert at_once["name"] == NAME
    assert status(service.ended(link)) in ENDED


def test_each_request_is_sent_once_and_then_there_is_nothing_to_do(
    service: Service, waiting: Iterator[Request]
) -> None:
    ids = place(service, waiting, 5)
    before = set(outbox(service).iterdir())
    first = service.run(JOB)
    [file] = set(outbox(service).iterdir()) - before
    assert (status(first), sent(file.read_bytes())) == ("COMPLETED_SUCCESS", ids)
    assert service.files(first["id"]) == [file.read_bytes()]
    second = service.run(JOB)
    assert status(second) == "COMPLETED_NO_BULKS"
    assert set(outbox(service).iterdir()) - before == {file}


def test_what_could_not_be_delivered_is_sent_the_next_time(
    service: Service, waiting: Iterator[Request]
) -> None:
    ids = place(service, waiting, 3)
    kept = outbox(service).with_name("kept")
    outbox(service).rename(kept)
    # A file in place of the directory: not even root can write below it.
    outbox(service).touch()
    failed = service.run(JOB)
    outbox(service).unlink()
    kept.rename(outbox(service))
    before = set(outbox(service).iterdir())
    advice = {
        "type": {"value": "FTP has failed.", "desc": ""},
        "value": "Download zip file for manual FTP.",
    }
    assert status(failed) == "COMPLETED_FAILED"
    assert advice in failed["counter"]
    assert [sent(file) for file in service.files(failed["id"])] == [ids]
    assert status(service.run(JOB)) == "COMPLETED_SUCCESS"
    [file] = set(outbox(service).iterdir()) - before
    assert sent(file.read_bytes()) == ids
