"""Golden documents of our own: the exact bytes of both spellings.

`samples/README.md` says where they come from and when they may change.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from almandine.wire import json, xml
from almandine.wire.codes import (
    ALERTS,
    COUNTERS,
    JOBS_API_JOB_TYPES,
    MANUAL_CATEGORIES,
    SYSTEM_JOB_STATUS,
)
from almandine.wire.codetables import CodeTable, Row, Scope, coded
from almandine.wire.description import WireObject
from almandine.wire.instance import Action, Counter, JobInfo, JobInstance, JobInstances
from almandine.wire.job import Job, Jobs, Parameter, triggered
from almandine.wire.links import Links
from almandine.wire.sets import Member, Members, MembersRequest, Set
from almandine.wire.texts import Coded, Linked

SAMPLES = Path(__file__).parent / "samples"
LINKS = Links("https://almandine.library.example")
NOON = datetime(2026, 11, 23, 12, 0, 0, 7_000, UTC)

JOB = Job(
    link=LINKS.job("M44"),
    id="M44",
    name="Export Bibliographic Records",
    description='Writes a set\'s bibs to files & "delivers" them',
    type=coded(JOBS_API_JOB_TYPES, "MANUAL"),
    category=coded(MANUAL_CATEGORIES, "EXPORT"),
    parameter=(
        Parameter(name=Coded(value="set_id"), value="7100000000001234"),
        Parameter(name=Coded(value="job_name"), value="Fonds Müller — <draft>"),
        Parameter(name=Coded(value="note"), value=""),
    ),
    additional_info=triggered(
        "7200000000001234", NOON, LINKS.instance("M44", "7200000000001234")
    ),
)

INSTANCE = JobInstance(
    link=LINKS.instance("M44", "7200000000001234"),
    id="7200000000001234",
    external_id="7200000000011234",
    name="Fonds Müller",
    submitted_by=Coded(value="weeding_script", desc="API, Weeding script"),
    submit_time=NOON,
    start_time=NOON.replace(microsecond=999_999),
    end_time=NOON.replace(minute=5, microsecond=0),
    progress=100.0,
    status=coded(SYSTEM_JOB_STATUS, "COMPLETED_FAILED"),
    status_date=date(2026, 11, 23),
    alert=(coded(ALERTS, "alert_general_error"),),
    counter=(
        Counter(type=coded(COUNTERS, "c.jobs.bibExport.link"), value="BIBS_72"),
        Counter(
            type=Coded(value="Record is not valid.", desc=""),
            value="991000000000001234",
        ),
    ),
    action=(
        Action(
            link=LINKS.population("7200000000001234", "FAILED"),
            type=Coded(value="CREATE_SET", desc="Create set"),
            population=Coded(value="FAILED", desc="Failed records"),
            members=1,
        ),
    ),
    job_info=JobInfo(
        link=LINKS.job("M44"),
        id="M44",
        name="Export Bibliographic Records",
        type=coded(JOBS_API_JOB_TYPES, "MANUAL"),
        category=coded(MANUAL_CATEGORIES, "EXPORT"),
    ),
)

DOCUMENTS: dict[str, WireObject] = {
    "job": JOB,
    "jobs-empty": Jobs(total_record_count=0),
    "job-instance": INSTANCE,
    "job-instances": JobInstances(
        total_record_count=12,
        job_instance=(
            JobInstance(id="7300000000001234", progress=42.5),
            JobInstance(id="7200000000001234", progress=0.0),
        ),
    ),
    "set": Set(
        link=LINKS.set("7100000000001234"),
        id="7100000000001234",
        name="Fonds Müller",
        type=Coded(value="ITEMIZED", desc="Itemized"),
        private=Coded(value="false", desc="No"),
        created_date=NOON,
        number_of_members=Linked(value="2", link=LINKS.members("7100000000001234")),
        members=Members(
            total_record_count=2,
            member=(
                Member(id="991", description="First line\nsecond line\ttab"),
                Member(id="992"),
            ),
        ),
    ),
    "members-request": MembersRequest(
        members=Members(member=(Member(id="991"), Member(id="992")))
    ),
    "code-table": CodeTable(
        name="SetPrivacy",
        patron_facing=False,
        update_date=date(2026, 11, 23),
        scope=Scope(institution_id=Coded(value="01ALM_INST")),
        row=(Row(code="true", description="Yes", enabled=True),),
    ),
}
NAMES = pytest.mark.parametrize("name", DOCUMENTS)


def sample(name: str, suffix: str) -> bytes:
    return (SAMPLES / f"{name}.{suffix}").read_bytes().removesuffix(b"\n")


@NAMES
def test_xml_is_written_to_the_byte(name: str) -> None:
    assert xml.encode(DOCUMENTS[name]) == sample(name, "xml")


@NAMES
def test_json_is_written_to_the_byte(name: str) -> None:
    assert json.encode(DOCUMENTS[name]) == sample(name, "json")


@NAMES
def test_both_spellings_are_read_as_the_same_value(name: str) -> None:
    kind = type(DOCUMENTS[name])
    from_xml = xml.decode(kind, sample(name, "xml"))
    from_json = json.decode(kind, sample(name, "json"))
    assert from_xml == from_json


def test_every_sample_is_checked() -> None:
    assert {path.stem for path in SAMPLES.glob("*.xml")} == set(DOCUMENTS)
