"""The shared examples, read and written in both spellings.

They are not ours to publish, so these tests skip where they are absent.
"""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from almandine.wire import hardened, json, xml
from almandine.wire.description import WireObject
from almandine.wire.envelope import WebServiceResult, encode_errors
from almandine.wire.findings import Events, Matches
from almandine.wire.instance import JobInstance, JobInstances
from almandine.wire.job import Job, Jobs
from almandine.wire.negotiation import Format
from almandine.wire.sets import Members, MembersRequest, Set, Sets
from wire.objects import shared

KINDS: dict[str, type[WireObject]] = {
    "error-402215": WebServiceResult,
    "error-402222": WebServiceResult,
    "error-daily": WebServiceResult,
    "error-per-second": WebServiceResult,
    "error-unauthorized": WebServiceResult,
    "events": Events,
    "instance-completed-export": JobInstance,
    "instance-mdimport-actions": JobInstance,
    "instance-running": JobInstance,
    "instances-list": JobInstances,
    "job-manual-details": Job,
    "job-scheduled-details": Job,
    "job-submit-request-M44": Job,
    "job-submit-response-M44": Job,
    "jobs-list": Jobs,
    "jobs-list-empty": Jobs,
    "matches": Matches,
    "observed-job-instance": JobInstance,
    "observed-job-submit-response": Job,
    "set": Set,
    "set-add-members-request": MembersRequest,
    "set-create-request": Set,
    "set-members": Members,
    "sets-list": Sets,
}
EXAMPLES = pytest.mark.parametrize(("name", "kind"), KINDS.items(), ids=KINDS)

# One example spells an instant without milliseconds; rule 7 wants three digits.
SHORT, LONG = b"2026-11-24T02:00:00Z", b"2026-11-24T02:00:00.000Z"


def example(name: str, suffix: str) -> bytes:
    path = shared("examples") / f"example-{name}.{suffix}"
    return path.read_bytes().replace(SHORT, LONG)


def infoset(body: bytes) -> tuple[Any, ...]:
    return _infoset(hardened.parse(body))


def _infoset(element: hardened.Element) -> tuple[Any, ...]:
    children = tuple(_infoset(child) for child in element)
    text = element.text or ""
    shown = text.strip() if children else text
    return (element.tag, dict(element.attrib), shown, children)


@EXAMPLES
def test_both_spellings_read_as_the_same_value(
    name: str, kind: type[WireObject]
) -> None:
    from_xml = xml.decode(kind, example(name, "xml"))
    from_json = json.decode(kind, example(name, "json"))
    assert from_xml == from_json


@EXAMPLES
def test_json_is_written_as_it_was(name: str, kind: type[WireObject]) -> None:
    body = example(name, "json")
    written = msgspec.json.decode(json.encode(json.decode(kind, body)))
    # The only null of the API is not a member of any object: see `encode_errors`.
    wanted = msgspec.json.decode(body)
    assert written == {k: v for k, v in wanted.items() if v is not None}


@EXAMPLES
def test_xml_is_written_as_it_was(name: str, kind: type[WireObject]) -> None:
    body = example(name, "xml")
    written = xml.encode(xml.decode(kind, body))
    assert infoset(written) == infoset(body)


@pytest.mark.parametrize("name", [name for name in KINDS if "error" in name])
def test_errors_are_written_as_they_were(name: str) -> None:
    result = json.decode(WebServiceResult, example(name, "json"))
    assert result.error_list
    entries = result.error_list.error
    in_json = encode_errors(*entries, spelling=Format.JSON)
    in_xml = encode_errors(*entries, spelling=Format.XML)
    assert in_xml == example(name, "xml").strip()
    assert msgspec.json.decode(in_json) == msgspec.json.decode(example(name, "json"))


def test_a_recorded_set_is_read_whole_and_written_as_it_was() -> None:
    body = (shared("recorded") / "set-logical-2023.xml").read_bytes()
    written = xml.encode(xml.decode(Set, body))
    assert infoset(written) == infoset(body)


def test_a_recorded_webhook_carries_a_job_instance_as_it_was() -> None:
    path = shared("recorded") / "job_end-publishing-success-2021.json"
    instance = msgspec.json.decode(path.read_bytes())["job_instance"]
    value = json.decode(JobInstance, msgspec.json.encode(instance))
    assert msgspec.json.decode(json.encode(value)) == instance


def test_every_pair_of_examples_is_read() -> None:
    paths: list[Path] = sorted(shared("examples").glob("*.xml"))
    assert {path.stem.removeprefix("example-") for path in paths} == set(KINDS)
