"""The edge on a real socket, with a real database behind it."""

import socket
from collections.abc import Iterator
from hashlib import sha256

import pytest

from almandine.app import App
from almandine.http.certificates import certificates
from almandine.settings import LOOPBACK_HOSTS
from databases.homes import Home
from journeys.live_server import CONF, Live, live
from journeys.sets_client import HERE, members

EXPORT = {
    "task_ExportBibParams_outputFormat_string": "MARC21_XML",
    "task_ExportBibParams_maxSize_string": "0",
    "task_ExportBibParams_exportFolder_string": "PRIVATE",
}


@pytest.fixture
def served(blank_home: Home) -> Iterator[Live]:
    with live(blank_home) as opened:
        yield opened


def submit(served: Live, set_id: str) -> str:
    """Run an export over a set; return the address of the run."""
    chosen = {**EXPORT, "set_id": set_id}
    parameters = [{"name": {"value": k}, "value": v} for k, v in chosen.items()]
    body = {"parameter": parameters}
    answer = served.client.post(f"{CONF}/jobs/M44?op=run", json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()["additional_info"]["link"]


def set_of_two(served: Live) -> str:
    body = {
        "name": "Maps",
        "type": {"value": "ITEMIZED"},
        "content": {"value": "BIB_MMS"},
    }
    set_id = served.client.post(f"{CONF}/sets", json=body).json()["id"]
    path = f"{CONF}/sets/{set_id}?op=add_members"
    answer = served.client.post(path, json=members("991", "992"))
    assert answer.status_code == 200, answer.text
    return set_id


def test_a_job_is_submitted_polled_and_its_file_fetched(served: Live) -> None:
    link = submit(served, set_of_two(served))
    run_id = link.rpartition("/")[2]
    queued = served.client.get(link).json()
    served.app.worker_of(HERE).execute(run_id)
    ended = served.client.get(f"{CONF}/jobs/ALL/instances/{run_id}").json()
    own = f"/api/v1/runs/{run_id}"
    [artifact] = served.client.get(f"{own}/artifacts").json()
    file = served.client.get(artifact["link"])
    assert (queued["status"]["value"], "end_time" in queued) == ("QUEUED", False)
    assert (ended["status"]["value"], ended["progress"]) == ("COMPLETED_SUCCESS", 100)
    assert served.client.get(own).json()["changed"] == 2
    assert sha256(file.content).hexdigest() == artifact["sha256"]
    assert file.headers["content-length"] == str(artifact["size"])
    assert artifact["name"] in file.headers["content-disposition"]


def test_runs_of_a_job_are_listed_by_status(served: Live) -> None:
    link = submit(served, set_of_two(served))
    path = f"{CONF}/jobs/M44/instances"
    queued = served.client.get(f"{path}?status=QUEUED").json()
    ended = served.client.get(f"{path}?status=COMPLETED_SUCCESS").json()
    assert [each["link"] for each in queued["job_instance"]] == [link]
    assert ended == {"total_record_count": 0}


def test_a_queued_run_is_aborted_once(served: Live) -> None:
    run_id = submit(served, set_of_two(served)).rpartition("/")[2]
    first = served.client.post(f"/api/v1/runs/{run_id}/abort")
    second = served.client.post(f"/api/v1/runs/{run_id}/abort")
    assert (first.status_code, first.json()["status"]) == (200, "USER_ABORTED")
    assert (second.status_code, code_of(second.json())) == (400, "RUN_IS_OVER")


def test_the_jobs_are_listed(served: Live) -> None:
    jobs = served.client.get(f"{CONF}/jobs?limit=100&job_type=MANUAL").json()
    assert "M44" in [job["id"] for job in jobs["job"]]
    assert len(jobs["job"]) == jobs["total_record_count"]


def test_a_job_names_the_parameters_it_takes(served: Live) -> None:
    job = served.client.get(f"{CONF}/jobs/M44").json()
    names = [each["name"]["value"] for each in job["parameter"]]
    assert names[-2:] == ["set_id", "job_name"]


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("GET", "/jobs?limit=-1", "40166410"),
        ("GET", "/jobs?type=MOON", "40166410"),
        ("GET", "/jobs?category=MOON", "40166410"),
        ("GET", "/jobs/123456", "402215"),
        ("GET", "/jobs/M1", "402216"),
        ("POST", "/jobs/X1", "402215"),
        ("POST", "/jobs/M44", "402220"),
        ("POST", "/jobs/M44?op=stop", "402221"),
        ("POST", "/jobs/M1?op=run", "402216"),
        ("POST", "/jobs/M44?op=run", "402228"),
        ("GET", "/jobs/M1/instances", "402216"),
        ("GET", "/jobs/M44/instances?status=MOON", "40166410"),
        ("GET", "/jobs/M44/instances?submit_date_from=23.11.2026", "402217"),
        ("GET", "/jobs/M44/instances/1", "402218"),
        ("GET", "/jobs/ALL/instances/1", "402218"),
        ("GET", "/jobs/M44/instances/1/events", "402218"),
        ("GET", "/jobs/M44/instances/1/matches", "402218"),
        ("GET", "/jobs/M44/instances/1/matches?population=MOON", "40166410"),
        ("GET", "/jobs/M44/instances/1/download", "402218"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_code(
    served: Live, method: str, path: str, code: str
) -> None:
    answer = served.client.request(method, f"{CONF}{path}")
    assert (answer.status_code, code_of(answer.json())) == (400, code)


def test_findings_of_another_kind_of_run_are_refused(served: Live) -> None:
    run = submit(served, set_of_two(served))
    events = served.client.get(f"{run}/events").json()
    download = served.client.get(f"{run}/download").json()
    matches = served.client.get(f"{run}/matches").json()
    assert [code_of(events), code_of(download), matches] == [
        "60332",
        "402218",
        {"total_record_count": 0},
    ]


@pytest.mark.parametrize(
    "path", ["/api/v1/runs/1", "/api/v1/runs/1/events", "/api/v1/runs/1/artifacts"]
)
def test_an_unknown_run_is_refused(served: Live, path: str) -> None:
    answer = served.client.get(path)
    assert (answer.status_code, code_of(answer.json())) == (400, "402218")


def test_a_file_that_the_run_did_not_make_is_not_found(served: Live) -> None:
    run_id = submit(served, set_of_two(served)).rpartition("/")[2]
    answer = served.client.get(f"/api/v1/runs/{run_id}/artifacts/..%2Falmandine.db")
    assert answer.status_code == 404


def test_a_file_that_is_gone_from_the_disk_is_not_found(served: Live) -> None:
    run_id = submit(served, set_of_two(served)).rpartition("/")[2]
    served.app.worker_of(HERE).execute(run_id)
    [artifact] = served.client.get(f"/api/v1/runs/{run_id}/artifacts").json()
    served.app.workspace_of(HERE).path(run_id, artifact["name"]).unlink()
    answer = served.client.get(artifact["link"])
    assert (answer.status_code, code_of(answer.json())) == (404, "UNKNOWN_ARTIFACT")


def test_the_events_of_a_run_say_how_many_there_are(served: Live) -> None:
    run_id = submit(served, set_of_two(served)).rpartition("/")[2]
    served.app.worker_of(HERE).execute(run_id)
    page = served.client.get(f"/api/v1/runs/{run_id}/events?outcome=failed").json()
    assert page == {"total": 0, "events": []}


def test_a_deleted_set_is_answered_without_a_body(served: Live) -> None:
    answer = served.client.delete(f"{CONF}/sets/{set_of_two(served)}")
    assert (answer.status_code, answer.content) == (204, b"")


def test_a_bad_parameter_of_our_own_api_is_refused(served: Live) -> None:
    answer = served.client.get("/api/v1/runs/1/events?limit=-1")
    assert (answer.status_code, code_of(answer.json())) == (400, "40166410")


def test_the_day_goes_on_after_a_restart(blank_home: Home) -> None:
    with live(blank_home) as first:
        for _ in range(3):
            first.client.get(f"{CONF}/test")
        services = first.app.services()
    app = App(blank_home.settings)
    today = services.env.now().date()
    assert app.services().usage.add(today, {HERE: 0}) == {HERE: 3}
    app.close()


def test_a_chunked_body_is_refused_while_it_is_still_coming(served: Live) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", served.port), timeout=10) as wire:
        secret = served.client.headers["authorization"]
        wire.sendall(
            f"POST {CONF}/test HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: {secret}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
        )
        while sent <= 10_000_000:
            wire.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
            sent += 0x10000
        answer = wire.recv(65536)
        # Its body may come in a packet of its own.
        while b"402119" not in answer and (more := wire.recv(65536)):
            answer += more
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"402119" in answer


def test_a_client_that_knows_the_authority_trusts_the_server(
    blank_home: Home,
) -> None:
    files = certificates(blank_home.directory, LOOPBACK_HOSTS)
    with live(blank_home, certificate=files.server, trusting=files.authority) as served:
        library = served.client.get(f"{CONF}/general").json()
    assert library["alma_url"] == f"https://localhost:{served.port}/"


def code_of(document: dict[str, dict[str, list[dict[str, str]]]]) -> str:
    """Return the code of an error document."""
    [error] = document["errorList"]["error"]
    return error["errorCode"]
