"""Everything that the API refuses: code and sentence, and nothing happens.

Runs stay queued, for there are no workers. Each request that starts a run has further
faults than the one it is refused for, so that the order of the checks shows.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import pytest

from almandine.records.sample import CONFIGURATION
from journeys.refusals import Refusal, Spelling, refusal_of
from journeys.service import CONF, Service, make_site, order, serving
from journeys.small_catalogue import ALL_BIBS, ALL_ITEMS

HOUSEKEEPING: Final = "S6490000000070101"
REPUBLISHING: Final = "S6490000000080101"
INACTIVE: Final = "S6490000000090101"
OTHER: Final = "O6490000000060101"
JOBS: Final = f"""
[[jobs]]
id = "{HOUSEKEEPING}"
name = "Nightly housekeeping"
category = "SYSTEM"

[[jobs]]
id = "{REPUBLISHING}"
name = "Republish everything"
category = "PUBLISHING"
closed = "republishing is not for the API"

[[jobs]]
id = "{OTHER}"
name = "Something else"
category = "PUBLISHING"

[[profiles]]
code = "CLOSED"
name = "Closed storage"
type = "REMOTE_STORAGE"
active = false

[[profiles.actions]]
action = "SEND_REQUESTS"
job_id = "{INACTIVE}"
settings = {{ endpoint = "remote-storage" }}
"""
FORMAT: Final = "task_ExportBibParams_outputFormat_string"
SUPPRESS: Final = "task_MmsTaggingParams_boolean"
BROKEN: Final = {"json": b'{"parameter": [', "xml": b"<job><parameters>"}
LIMIT: Final = "Parameter value invalid. limit: {}. Valid values: 0 or a larger number."
JSON_TYPE: Final = "application/json"
XML_TYPE: Final = "application/xml"

UNREADABLE_ORDERS: Final = [
    ("123456", "402215", "Invalid format for job_id. Value: 123456. Valid format: Job"
     " type prefix (S,M,O) followed by digits"),
    ("M999999", "402220", "Operation was not provided."),
    ("M999999?op=stop", "402221", "Operation is not supported. Value: stop."),
    ("M999999?op=run", "402216", "Invalid job id. Value: M999999."),
    ("M990?op=run", "402231", "Job in consisted of more than one task - executing such"
     " job is currently not supported via the API. Value: M990, tasks: 2."),
    (f"{HOUSEKEEPING}?op=run", "402249", "Invalid scheduled job category."
     f" Value: SYSTEM, job: {HOUSEKEEPING}."),
    (f"{REPUBLISHING}?op=run", "402248", "Cannot submit scheduled job."
     f" Value: {REPUBLISHING}: republishing is not for the API."),
    (f"{OTHER}?op=run", "402248", "Cannot submit scheduled job."
     f" Value: {OTHER}: this service cannot run it."),
    (f"{INACTIVE}?op=run", "402248", f"Cannot submit scheduled job. Value: {INACTIVE}:"),
    ("M44?op=run", "401676", "No valid {} was given."),
]  # fmt: skip
"""Job and query, code, and how the sentence begins, in the order of the checks."""

ORDERS: Final = [
    ("M44", {FORMAT: "STONE"}, "402228", "Mandatory parameter is missing from input."
     " Parameter: set_id."),
    ("M44", {"set_id": " ", FORMAT: "STONE"}, "402229", "Mandatory parameter value is"
     " empty. Parameter: set_id."),
    ("M902", {"set_id": "1"}, "402228", "Mandatory parameter is missing from input."
     f" Parameter: {SUPPRESS}."),
    ("M902", {"set_id": "1", SUPPRESS: ""}, "402229", "Mandatory parameter value is"
     f" empty. Parameter: {SUPPRESS}."),
    ("M44", {"set_id": "1", FORMAT: "STONE"}, "60107", "Invalid set ID. Value: 1."),
    ("M44", {"set_id": ALL_ITEMS, FORMAT: "STONE"}, "40166410", "Parameter value"
     f" invalid. Set {ALL_ITEMS} holds ITEM; expected BIB_MMS."),
    ("M44", {"set_id": ALL_BIBS, FORMAT: "STONE"}, "40166410", "Parameter value"
     f" invalid. {FORMAT}: STONE. Valid values: MARC21_XML, MARCXML,"),
    ("M902", {"set_id": ALL_BIBS, SUPPRESS: "perhaps"}, "40166410", "Parameter value"
     f" invalid. {SUPPRESS}: perhaps. Valid values: true or false."),
]  # fmt: skip
"""Job, parameters, code and how the sentence begins, in the order of the checks."""

BODIES: Final = [
    ("broken JSON", JSON_TYPE, BROKEN["json"], "401676", "No valid JSON was given."),
    ("broken XML", XML_TYPE, BROKEN["xml"], "401676", "No valid XML was given."),
    ("JSON said to be XML", XML_TYPE, b"{}", "401676", "No valid XML was given."),
    ("XML said to be JSON", JSON_TYPE, b"<job/>", "401676", "No valid JSON was given."),
    ("an array", JSON_TYPE, b"[]", "401676", "No valid JSON was given."),
    ("another type", JSON_TYPE, b'{"name":[]}', "401676", "No valid JSON was given."),
    ("no UTF-8", JSON_TYPE, b'{"name":"\xff"}', "401676", "No valid JSON was given."),
    ("another root", XML_TYPE, b"<user/>", "401676", "No valid XML was given."),
    ("a DOCTYPE", XML_TYPE, b"<!DOCTYPE job><job/>", "401676", "No valid XML was given."
     " The document: a DOCTYPE is not allowed."),
    ("an entity", XML_TYPE, b'<!DOCTYPE job [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
     b"<job><name>&e;</name></job>", "401676", "No valid XML was given."),
    ("deep JSON", JSON_TYPE, b'{"a":' * 100_000, "401676", "No valid JSON was given."),
    ("deep XML", XML_TYPE, b"<job>" * 10_000, "401676", "No valid XML was given."),
    ("too much", JSON_TYPE, b" " * 10_000_001, "402119", "General error. The body is"
     " larger than 10000000 bytes."),
]  # fmt: skip
"""What it is, its type, the body, code, and how the sentence begins."""

QUESTIONS: Final = [
    ("/jobs?limit=-1", "40166410", LIMIT.format("-1")),
    ("/jobs?limit=ten", "40166410", LIMIT.format("ten")),
    ("/jobs/M44/instances?limit=1.5", "40166410", LIMIT.format("1.5")),
    ("/sets?limit=-1", "40166410", LIMIT.format("-1")),
    ("/jobs?type=MOON", "40166410", "Parameter value invalid. type: MOON. Valid"),
    ("/jobs?category=MOON", "40166410", "Parameter value invalid. category: MOON."),
    ("/jobs/123456", "402215", "Invalid format for job_id. Value: 123456."),
    ("/jobs/M999999", "402216", "Invalid job id. Value: M999999."),
    ("/jobs/M44/instances?submit_date_from=23.11.2026", "402217", "Invalid date format."
     " submit_date_from: 23.11.2026. Valid format: YYYY-MM-DD."),
    ("/jobs/M44/instances?submit_date_to=2026-02-30", "402217", "Invalid date format."
     " submit_date_to: 2026-02-30."),
    ("/jobs/M44/instances?status=MOON", "40166410", "Parameter value invalid. status:"),
    ("/jobs/M44/instances/17", "402218", "Invalid job instance id. Value: 17."),
    ("/jobs/ALL/instances/17", "402218", "Invalid job instance id. Value: 17."),
    ("/sets/17", "60107", "Invalid set ID. Value: 17."),
    ("/integration-profiles?q=moon", "60106", "Invalid query format. Value: moon."),
    ("/integration-profiles/17", "60304", "Invalid profile ID. Value: 17."),
]  # fmt: skip
"""Address, code, and how the sentence begins."""


@pytest.fixture(scope="module")
def service(site: Path) -> Iterator[Service]:
    """Serve the sample institution with some more jobs, and without workers."""
    data = site / "data"
    key = make_site(data, CONFIGURATION + JOBS)
    quick = {"ALMANDINE_REQUESTS_PER_SECOND": "100000"}
    with serving(data, key, workers=0, settings=quick) as running:
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
@pytest.mark.parametrize(("job", "code", "says"), UNREADABLE_ORDERS)
def test_what_is_wrong_with_the_job_is_told_before_what_is_wrong_with_the_body(
    service: Service,
    spelling: Spelling,
    language: Spelling,
    job: str,
    code: str,
    says: str,
) -> None:
    headers = {"content-type": f"application/{language}"}
    body = BROKEN[language]
    refusal = refused(
        service, spelling, "POST", f"/jobs/{job}", content=body, headers=headers
    )
    assert_says(refusal, code, says.format(language.upper()))


@pytest.mark.parametrize(("job", "parameters", "code", "says"), ORDERS)
def test_what_is_wrong_with_the_parameters_is_told_in_order(
    service: Service,
    spelling: Spelling,
    job: str,
    parameters: dict[str, str],
    code: str,
    says: str,
) -> None:
    body = order(**parameters)
    refusal = refused(service, spelling, "POST", f"/jobs/{job}?op=run", json=body)
    assert_says(refusal, code, says)


@pytest.mark.parametrize("path", ["/jobs/M44?op=run", "/sets"])
@pytest.mark.parametrize(
    ("kind", "body", "code", "says"),
    [each[1:] for each in BODIES],
    ids=[each[0] for each in BODIES],
)
def test_a_body_that_cannot_be_read_is_refused(
    service: Service,
    spelling: Spelling,
    path: str,
    kind: str,
    body: bytes,
    code: str,
    says: str,
) -> None:
    headers = {"content-type": kind}
    refusal = refused(service, spelling, "POST", path, content=body, headers=headers)
    assert_says(refusal, code, says)


def test_a_chunked_body_is_counted_as_it_comes(
    service: Service, spelling: Spelling
) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(11):
            yield b" " * 1_000_000

    refusal = refused(service, spelling, "POST", "/jobs/M44?op=run", content=chunks())
    assert_says(refusal, "402119", "General error. The body is larger than 10000000")


@pytest.mark.parametrize(("path", "code", "says"), QUESTIONS)
def test_a_question_that_cannot_be_answered_is_refused(
    service: Service, spelling: Spelling, path: str, code: str, says: str
) -> None:
    assert_says(refused(service, spelling, "GET", path), code, says)


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
    overlap = f"Job overlapps with running job - cannot execute. Value: {job}, running: "
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
