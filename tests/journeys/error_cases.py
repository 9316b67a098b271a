"""What the API refuses: requests, codes, and how the sentences begin.

Each request that starts a run has further faults than the one it is refused for, so
that the order of the checks shows.
"""

from dataclasses import dataclass, field
from typing import Final

from journeys.service import Document, order
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


@dataclass(frozen=True, slots=True)
class Case:
    """A request, and how it is refused."""

    path: str
    """Below `/almaws/v1/conf`."""
    code: str
    says: str
    """How the sentence begins."""
    document: Document = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A body, and how it is refused."""

    what: str
    kind: str
    """Content type."""
    body: bytes
    says: str
    code: str = "401676"

    def __str__(self) -> str:
        """Return what names the case in a report."""
        return self.what


UNREADABLE_ORDERS: Final = [
    Case(
        "/jobs/123456",
        "402215",
        "Invalid format for job_id. Value: 123456. Valid format: Job type "
        "prefix (S,M,O) followed by digits",
    ),
    Case(
        "/jobs/M999999",
        "402220",
        "Operation was not provided.",
    ),
    Case(
        "/jobs/M999999?op=stop",
        "402221",
        "Operation is not supported. Value: stop.",
    ),
    Case(
        "/jobs/M999999?op=run",
        "402216",
        "Invalid job id. Value: M999999.",
    ),
    Case(
        "/jobs/M990?op=run",
        "402231",
        "Job in consisted of more than one task - executing such job is "
        "currently not supported via the API. Value: M990, tasks: 2.",
    ),
    Case(
        f"/jobs/{HOUSEKEEPING}?op=run",
        "402249",
        f"Invalid scheduled job category. Value: SYSTEM, job: {HOUSEKEEPING}.",
    ),
    Case(
        f"/jobs/{REPUBLISHING}?op=run",
        "402248",
        f"Cannot submit scheduled job. Value: {REPUBLISHING}: republishing is "
        "not for the API.",
    ),
    Case(
        f"/jobs/{OTHER}?op=run",
        "402248",
        f"Cannot submit scheduled job. Value: {OTHER}: this service cannot run it.",
    ),
    Case(
        f"/jobs/{INACTIVE}?op=run",
        "402248",
        f"Cannot submit scheduled job. Value: {INACTIVE}:",
    ),
    Case(
        "/jobs/M44?op=run",
        "401676",
        "No valid {} was given.",
    ),
]
"""Told before the body is read, but for the last; in the order of the checks."""

ORDERS: Final = [
    Case(
        "/jobs/M44?op=run",
        "402228",
        "Mandatory parameter is missing from input. Parameter: set_id.",
        order(**{FORMAT: "STONE"}),
    ),
    Case(
        "/jobs/M44?op=run",
        "402229",
        "Mandatory parameter value is empty. Parameter: set_id.",
        order(**{"set_id": " ", FORMAT: "STONE"}),
    ),
    Case(
        "/jobs/M902?op=run",
        "402228",
        f"Mandatory parameter is missing from input. Parameter: {SUPPRESS}.",
        order(set_id="1"),
    ),
    Case(
        "/jobs/M902?op=run",
        "402229",
        f"Mandatory parameter value is empty. Parameter: {SUPPRESS}.",
        order(**{"set_id": "1", SUPPRESS: ""}),
    ),
    Case(
        "/jobs/M44?op=run",
        "60107",
        "Invalid set ID. Value: 1.",
        order(**{"set_id": "1", FORMAT: "STONE"}),
    ),
    Case(
        "/jobs/M44?op=run",
        "40166410",
        f"Parameter value invalid. Set {ALL_ITEMS} holds ITEM; expected BIB_MMS.",
        order(**{"set_id": ALL_ITEMS, FORMAT: "STONE"}),
    ),
    Case(
        "/jobs/M44?op=run",
        "40166410",
        f"Parameter value invalid. {FORMAT}: STONE. Valid values: MARC21_XML, MARCXML,",
        order(**{"set_id": ALL_BIBS, FORMAT: "STONE"}),
    ),
    Case(
        "/jobs/M902?op=run",
        "40166410",
        f"Parameter value invalid. {SUPPRESS}: perhaps. Valid values: true or false.",
        order(**{"set_id": ALL_BIBS, SUPPRESS: "perhaps"}),
    ),
]
"""In the order of the checks."""

BODIES: Final = [
    Unreadable(
        "broken JSON",
        "application/json",
        BROKEN["json"],
        "No valid JSON was given.",
    ),
    Unreadable(
        "broken XML",
        "application/xml",
        BROKEN["xml"],
        "No valid XML was given.",
    ),
    Unreadable(
        "JSON said to be XML",
        "application/xml",
        b"{}",
        "No valid XML was given.",
    ),
    Unreadable(
        "XML said to be JSON",
        "application/json",
        b"<job/>",
        "No valid JSON was given.",
    ),
    Unreadable(
        "an array",
        "application/json",
        b"[]",
        "No valid JSON was given.",
    ),
    Unreadable(
        "another type",
        "application/json",
        b'{"name":[]}',
        "No valid JSON was given.",
    ),
    Unreadable(
        "no UTF-8",
        "application/json",
        b'{"name":"\xff"}',
        "No valid JSON was given.",
    ),
    Unreadable(
        "NUL",
        "application/json",
        b'{"name":"\\u0000","parameter":[{"name":{"value":"\\u0000"}}]}',
        "No valid JSON was given. ",
    ),
    Unreadable(
        "NUL as a byte",
        "application/json",
        b'{"name":"\0"}',
        "No valid JSON was given.",
    ),
    Unreadable(
        "NUL in XML",
        "application/xml",
        b"<job><name>&#0;</name></job>",
        "No valid XML was given.",
    ),
    Unreadable(
        "another root",
        "application/xml",
        b"<user/>",
        "No valid XML was given.",
    ),
    Unreadable(
        "a DOCTYPE",
        "application/xml",
        b"<!DOCTYPE job><job/>",
        "No valid XML was given. The document: a DOCTYPE is not allowed.",
    ),
    Unreadable(
        "an entity",
        "application/xml",
        b'<!DOCTYPE job [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        b"<job><name>&e;</name></job>",
        "No valid XML was given.",
    ),
    Unreadable(
        "deep JSON",
        "application/json",
        b'{"a":' * 100_000,
        "No valid JSON was given.",
    ),
    Unreadable(
        "deep XML",
        "application/xml",
        b"<job>" * 10_000,
        "No valid XML was given.",
    ),
    Unreadable(
        "too much",
        "application/json",
        b" " * 10_000_001,
        "General error. The body is larger than 10000000 bytes.",
        "402119",
    ),
]

QUESTIONS: Final = [
    Case(
        "/jobs?limit=-1",
        "40166410",
        "Parameter value invalid. limit: -1. Valid values: 0 or a larger number.",
    ),
    Case(
        "/jobs?limit=ten",
        "40166410",
        "Parameter value invalid. limit: ten. Valid values: 0 or a larger number.",
    ),
    Case(
        "/jobs/M44/instances?limit=1.5",
        "40166410",
        "Parameter value invalid. limit: 1.5. Valid values: 0 or a larger number.",
    ),
    Case(
        "/sets?limit=-1",
        "40166410",
        "Parameter value invalid. limit: -1. Valid values: 0 or a larger number.",
    ),
    Case(
        "/jobs?type=MOON",
        "40166410",
        "Parameter value invalid. type: MOON. Valid",
    ),
    Case(
        "/jobs?category=MOON",
        "40166410",
        "Parameter value invalid. category: MOON.",
    ),
    Case(
        "/jobs/123456",
        "402215",
        "Invalid format for job_id. Value: 123456.",
    ),
    Case(
        "/jobs/M999999",
        "402216",
        "Invalid job id. Value: M999999.",
    ),
    Case(
        "/jobs/M44/instances?submit_date_from=23.11.2026",
        "402217",
        "Invalid date format. submit_date_from: 23.11.2026. Valid format: YYYY-MM-DD.",
    ),
    Case(
        "/jobs/M44/instances?submit_date_to=2026-02-30",
        "402217",
        "Invalid date format. submit_date_to: 2026-02-30.",
    ),
    Case(
        "/jobs/M44/instances?status=MOON",
        "40166410",
        "Parameter value invalid. status:",
    ),
    Case(
        "/jobs/M44/instances/17",
        "402218",
        "Invalid job instance id. Value: 17.",
    ),
    Case(
        "/jobs/ALL/instances/17",
        "402218",
        "Invalid job instance id. Value: 17.",
    ),
    Case(
        "/sets/17%00",
        "40166410",
        "Parameter value invalid. path: /almaws/v1/conf/sets/17%00. Valid values: text",
    ),
    Case(
        "/sets?q=name~%00",
        "40166410",
        "Parameter value invalid. q: name~",
    ),
    Case(
        "/sets/17",
        "60107",
        "Invalid set ID. Value: 17.",
    ),
    Case(
        "/integration-profiles?q=moon",
        "60106",
        "Invalid query format. Value: moon.",
    ),
    Case(
        "/integration-profiles/17",
        "60304",
        "Invalid profile ID. Value: 17.",
    ),
]
