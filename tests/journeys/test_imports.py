"""Imports from outside: a profile, files, and what clients read of the runs."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

import pytest
from click.testing import CliRunner

from almandine.cli import almandine as program
from almandine.records.marc.iso2709 import split
from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.service import Document, Service, almandine, make_site, serving
from store.importing import vendor_record, vendor_records

PROFILE: Final = "6590000000070101"
JOB: Final = "S6490000000070101"
IMPORTING: Final = f"""
[[endpoints]]
id = "vendor"
kind = "directory"
path = "vendor"

[[profiles]]
id = "{PROFILE}"
code = "BOOKS"
name = "New books"
type = "IMPORT"

[[profiles.actions]]
action = "METADATA_IMPORT"
job_id = "{JOB}"
settings = {{ endpoint = "vendor", file_name_pattern = '.*[.]mrc' }}
"""


@pytest.fixture(scope="module")
def service(shared_home: Home) -> Iterator[Service]:
    """Serve an institution with an import profile and no records."""
    key = make_site(shared_home, CONFIGURATION + IMPORTING)
    with serving(shared_home, key) as running:
        yield running


def counted(instance: Document) -> dict[str, str]:
    """Return the values of the counters that are not 0, by code."""
    counters = instance["counter"]
    return {c["type"]["value"]: c["value"] for c in counters if c["value"] != "0"}


def put(service: Service, name: str, content: bytes) -> Path:
    file = service.data / "vendor" / name
    file.write_bytes(content)
    return file


def sent(service: Service, name: str, content: bytes) -> Document:
    """Send a file to the profile and return the run, once it has ended."""
    answer = service.client.post(
        "/api/v1/uploads/BOOKS", params={"name": name}, content=content
    )
    assert answer.status_code == 200, answer.text
    run_id = answer.json()["run_id"]
    return service.ended(f"/jobs/{JOB}/instances/{run_id}")


def test_the_profile_is_an_import_profile_with_its_job(service: Service) -> None:
    profile = service.get(f"/md-import-profiles/{PROFILE}")
    listed = service.get("/md-import-profiles")
    jobs = service.get("/jobs", category="IMPORT", profile_id=PROFILE)["job"]
    assert profile["job_id"]["value"] == JOB
    assert listed == {"total_record_count": 1, "import_profile": [profile]}
    assert [(job["id"], job["name"]) for job in jobs] == [(JOB, "Metadata Import")]
    assert service.get(jobs[0]["related_profile"]["link"]) == profile
    assert service.get("/integration-profiles", q="code~BOOKS") == {
        "total_record_count": 0
    }


def test_files_of_the_directory_are_imported_once(service: Service) -> None:
    put(service, "first.mrc", vendor_records(range(100, 150)))
    put(service, "notes.txt", b"not meant")
    first = service.run(JOB)
    assert first["status"]["value"] == "COMPLETED_SUCCESS"
    assert counted(first)["TOTAL_RECORDS_IMPORTED"] == "50"
    assert service.run(JOB)["status"]["value"] == "COMPLETED_NO_BULKS"


def test_a_file_that_is_sent_is_imported_and_told(service: Service) -> None:
    broken = b"00026 no leader\x1e\x1d"
    content = vendor_records(range(200, 210)) + broken + vendor_record(210)
    run = sent(service, "sent.mrc", content)
    report, rejected = sorted(service.files(run["id"]), key=len, reverse=True)
    assert run["status"]["value"] == "COMPLETED_FAILED"
    assert counted(run)["almandine.import.rejected"] == "1"
    assert rejected == broken
    assert len(report.splitlines()) == 1 + 12


def test_the_report_says_why_a_file_was_not_taken(service: Service) -> None:
    run = sent(service, "bad.zip", b"PK\x03\x04 cut off")
    where = {"ALMANDINE_DATA": str(service.data), **service.home.environment}
    told = CliRunner().invoke(program, ["jobs", "report", run["id"]], env=where)
    assert told.exit_code == 3
    assert "File bad.zip: " in told.stdout


def test_what_was_imported_can_be_downloaded(service: Service) -> None:
    run = sent(service, "down.mrc", vendor_records([300, 301]))
    path = f"{run['link']}/download"
    binary = service.client.get(path, params={"download_format": "BINARY"})
    xml = service.client.get(path)
    assert xml.headers["content-type"] == "application/xml;charset=UTF-8"
    assert xml.text.count("<record") == 2
    again = sent(service, "twice.mrc", vendor_records([300] * 1_001, "New"))
    changed = service.client.get(f"{again['link']}/download")
    assert changed.text.count("<record") == 1
    (service.data / "down.mrc").write_bytes(binary.content)
    with (service.data / "down.mrc").open("rb") as stream:
        assert all(isinstance(one, bytes) for one in split(stream))


def test_matches_are_listed_and_become_a_set(service: Service) -> None:
    sent(service, "a.mrc", vendor_records([400, 401], "Old"))
    run = sent(service, "b.mrc", vendor_records([400, 401, 402], "New"))
    path = f"{run['link']}/matches"
    singles = service.get(path, population="SINGLE_MATCHES")
    assert singles["total_record_count"] == 2
    assert [one["incoming_record_id"] for one in singles["match"]] == ["v400", "v401"]
    actions = {each["population"]["value"]: each for each in run["action"]}
    assert actions["MERGED"]["members"] == 2
    asked = actions["SINGLE_MATCHES"]["link"].partition("?")[2]
    draft = {
        "name": "Matched",
        "type": {"value": "ITEMIZED"},
        "content": {"value": "BIB_MMS"},
    }
    made = service.post("/sets", draft, **dict(parse_qsl(asked)))
    assert made["number_of_members"]["value"] == "2"


def test_several_matches_wait_until_somebody_decides(service: Service) -> None:
    home, file = service.home, service.data / "twice.mrc"
    file.write_bytes(vendor_records([500, 500], "Old"))
    almandine(home, "load", "bib", file)
    file.write_bytes(vendor_record(500, "New"))
    run_id = almandine(home, "import", file, "--profile", "BOOKS").split()[0]
    waiting = service.ended(f"/jobs/{JOB}/instances/{run_id}")
    assert waiting["status"]["value"] == "MANUAL_HANDLING_REQUIRED"
    assert waiting["action"][-1]["population"]["value"] == "MULTI_MATCHES"
    [record] = service.get(f"/api/v1/runs/{run_id}/unresolved")
    chosen = record["matches"][0]
    almandine(home, "jobs", "resolve", run_id, "1:1", chosen)
    resumed = service.post(f"/api/v1/runs/{run_id}/resume")
    ended = service.ended(f"/jobs/{JOB}/instances/{resumed['run_id']}")
    assert counted(ended)["almandine.import.merged"] == "1"
    assert service.get(f"/api/v1/runs/{run_id}/unresolved") == []


@pytest.fixture(scope="module")
def left(service: Service) -> str:
    """Return a run that has left a record unresolved."""
    home, file = service.home, service.data / "left.mrc"
    file.write_bytes(vendor_records([510, 510], "Old"))
    almandine(home, "load", "bib", file)
    file.write_bytes(vendor_record(510, "New"))
    run_id = almandine(home, "import", file, "--profile", "BOOKS").split()[0]
    service.ended(f"/jobs/{JOB}/instances/{run_id}")
    return run_id


@pytest.mark.parametrize(
    ("line", "choice", "code"),
    [
        ((1, 1), "", "40166410"),
        ((1, 1), "NEW", "40166410"),
        ((1, 2), "new", "NOTHING_TO_RESOLVE"),
        ((-1, 1), "new", "NOTHING_TO_RESOLVE"),
        ((1, 2**31), "new", "NOTHING_TO_RESOLVE"),
        ((2**63, 1), "new", "NOTHING_TO_RESOLVE"),
        ((1, 2**70), "new", "NOTHING_TO_RESOLVE"),
    ],
)
def test_what_is_no_decision_on_a_record_is_refused(
    service: Service, left: str, line: tuple[int, int], choice: str, code: str
) -> None:
    path = f"/api/v1/runs/{left}/unresolved"
    body = {"file": line[0], "position": line[1], "choice": choice}
    answer = service.client.post(path, json=body)
    assert answer.status_code == 400
    assert code in answer.text
    assert service.get(path)[0]["choice"] is None


@pytest.mark.parametrize(
    ("record", "choice", "said"),
    [
        ("1:1", "", "Valid values: the MMS ID of one of its matches, new, skip."),
        (f"{10**22}:1", "new", "has no such record"),
        (f"1:{'9' * 5_000}", "new", "is no record such as 1:42"),
        ("1", "new", "is no record such as 1:42"),
    ],
)
def test_the_command_refuses_it_in_a_sentence(
    service: Service, left: str, record: str, choice: str, said: str
) -> None:
    with pytest.raises(AssertionError) as refused:
        almandine(service.home, "jobs", "resolve", left, record, choice)
    told = " ".join(str(refused.value).replace("\u2502", " ").split())
    assert said in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    ("profile", "name", "code"),
    [
        ("NOBODY", "a.mrc", "60304"),
        ("BOOKS", "../a.mrc", "40166410"),
        ("BOOKS", ".hidden", "40166410"),
        ("BOOKS", "", "40166410"),
    ],
)
def test_what_cannot_be_sent_is_refused(
    service: Service, profile: str, name: str, code: str
) -> None:
    answer = service.client.post(
        f"/api/v1/uploads/{profile}", params={"name": name}, content=b"x"
    )
    assert answer.status_code == 400
    assert code in answer.text
