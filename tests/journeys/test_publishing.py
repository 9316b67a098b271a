"""Publishing, from configuration to files that a discovery system reads."""

import io
import re
import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, fromstring

import pytest

from almandine.records.sample import CONFIGURATION
from databases.homes import Home
from journeys.service import Document, Service, almandine, make_site, serving
from journeys.small_catalogue import write_bibs, write_holdings

PROFILE: Final = "6590000000020101"
JOB: Final = "S6490000000040101"
SUPPRESS: Final = "M902"
TITLES: Final = 120
NAME: Final = re.compile(r"publish_[0-9]+_[0-9]{14}_(new|delete)\.xml\.tar\.gz")
COUNTERS: Final = [
    "label.new.records",
    "label.updated.records",
    "label.deleted.records",
    "c.jobs.publishing.failed.publishing",
    "c.jobs.publishing.skipped",
    "c.jobs.publishing.filtered_out",
    "c.jobs.publishing.totalRecordsWrittenToFile",
]


@pytest.fixture(scope="module")
def service(shared_home: Home, site: Path) -> Iterator[Service]:
    """Serve some titles with their holdings."""
    key = make_site(shared_home, CONFIGURATION)
    bibs = write_bibs(site / "bibs.mrc", TITLES)
    holdings = write_holdings(site / "holdings.mrc", TITLES)
    almandine(shared_home, "load", "bib", bibs, "--ids", "keep")
    almandine(shared_home, "load", "holding", holdings, "--ids", "keep")
    with serving(shared_home, key) as running:
        yield running


def counted(instance: Document) -> list[int]:
    """Return the counters of a report, which are the seven that clients know."""
    codes = [each["type"]["value"] for each in instance["counter"]]
    assert codes == COUNTERS
    return [int(each["value"]) for each in instance["counter"]]


def received(service: Service, but: set[Path]) -> dict[str, list[Element]]:
    """Return the records of the files at the endpoint, by `new` and `delete`."""
    found: dict[str, list[Element]] = {}
    for path in set(inbox(service).iterdir()) - but:
        named = NAME.fullmatch(path.name)
        assert named, path.name
        with tarfile.open(fileobj=io.BytesIO(path.read_bytes())) as archive:
            [member] = archive.getmembers()
            assert member.name == path.name.removesuffix(".tar.gz")
            content = archive.extractfile(member)
            assert content is not None
            root = fromstring(content.read())  # noqa: S314 - our own file
        assert root.tag == "collection"
        found[named[1]] = list(root)
    return found


def inbox(service: Service) -> Path:
    """Return the directory that the discovery system looks into."""
    return service.data / "outbox" / "exports" / "discovery"


def mms_ids(records: Sequence[Element]) -> set[str | None]:
    return {each.findtext("controlfield[@tag='001']") for each in records}


def test_a_discovery_system_gets_everything_and_then_what_changed(
    service: Service,
) -> None:
    first = service.run(JOB)
    assert first["job_info"]["description"] == "Publishing Platform Job"
    assert first["name"] == "Publishing Platform Job Discovery"
    new, *rest = counted(first)
    assert rest == [0, 0, 0, 0, TITLES - new, new]
    everything = received(service, set())
    assert len(mms_ids(everything["new"])) == new
    shelved = [
        each.findtext("datafield[@tag='852']/subfield[@code='8']")
        for each in everything["new"]
        if each.find("datafield[@tag='852']") is not None
    ]
    assert shelved
    assert all(shelved)

    before = set(inbox(service).iterdir())
    gone = sorted(filter(None, mms_ids(everything["new"])))[:3]
    some = service.post(
        "/sets",
        {
            "name": "To be hidden",
            "type": {"value": "ITEMIZED"},
            "content": {"value": "BIB_MMS"},
        },
    )
    members = {"members": {"member": [{"id": each} for each in gone]}}
    service.post(f"/sets/{some['id']}", members, op="add_members")
    hidden = service.run(
        SUPPRESS, set_id=some["id"], task_MmsTaggingParams_boolean="true"
    )
    assert hidden["status"]["value"] == "COMPLETED_SUCCESS"
    second = service.run(JOB)
    assert counted(second) == [0, 0, 3, 0, 0, 0, 3]
    withdrawn = received(service, before)
    assert mms_ids(withdrawn["delete"]) == set(gone)
    assert all(
        (each.findtext("leader") or "")[5] == "d" for each in withdrawn["delete"]
    )
    assert service.run(JOB)["status"]["value"] == "COMPLETED_NO_BULKS"


def test_the_job_is_found_by_its_profile(service: Service) -> None:
    found = service.get(
        "/jobs", type="SCHEDULED", category="PUBLISHING", profile_id=PROFILE
    )
    assert [each["id"] for each in found["job"]] == [JOB]
