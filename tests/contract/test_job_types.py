"""House rules that every job type keeps, found by looking at all of them."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, get_args, get_type_hints
from xml.etree.ElementTree import fromstring

import pytest

from almandine.engine.job import built_in_jobs
from almandine.engine.jobtype import ExportJob, JobType, Param, RecordJob
from almandine.engine.parameters import parameters_of
from almandine.engine.publishing.edition import COUNTED
from almandine.engine.publishing.jobtype import PublishJob
from almandine.jobtypes import discover
from almandine.records.kind import KIND_OF_CONTENT
from almandine.wire.codes import MANUAL_CATEGORIES, SCHEDULED_CATEGORIES

ROOT: Final = Path(__file__).resolve().parents[2]
MAX_LINES: Final = 80
HEADER: Final = re.compile(
    r'"""[^\n]+\.\n\nReads    \S[^\n]+\nWrites   \S[^\n]+\n'
    r'Repeats  \S[^\n]+\nSource   \S[^\n]+\n"""\n'
)
OWN_ID: Final = re.compile("M9[0-9]{2}")
OBSERVED_IDS: Final = {"M44", "M48", "M50215", "M50216", "M12889770000231"}

ALL: Final = discover([])
every_job_type: Final = pytest.mark.parametrize("name", ALL)


def source(name: str) -> str:
    return (ROOT / "src" / "almandine" / "jobtypes" / f"{name}.py").read_text()


def page(name: str) -> str:
    return (ROOT / "docs" / "jobs" / f"{name}.md").read_text()


def content_of(job_type: JobType[Any]) -> str:
    assert isinstance(job_type, RecordJob | ExportJob | PublishJob)
    kind: object = job_type.kind
    return str(kind)


def test_each_file_of_the_package_holds_job_types() -> None:
    package = ROOT / "src" / "almandine" / "jobtypes"
    modules = {file.stem for file in package.glob("*.py")} - {"__init__"}
    assert modules == set(ALL)


@every_job_type
def test_its_file_says_what_it_reads_writes_repeats_and_follows(name: str) -> None:
    assert HEADER.match(source(name))


@every_job_type
def test_its_file_is_short(name: str) -> None:
    assert len(source(name).splitlines()) < MAX_LINES


@every_job_type
def test_it_has_a_test_file_of_its_own(name: str) -> None:
    assert (ROOT / "tests" / "unit" / "jobtypes" / f"test_{name}.py").is_file()


@every_job_type
def test_each_parameter_has_a_name_and_a_label(name: str) -> None:
    params = ALL[name].params
    hints = get_type_hints(params, include_extras=True)
    described = [get_args(hints[field.name])[1] for field in fields(params)]
    assert all(
        isinstance(each, Param) and each.wire and each.label for each in described
    )


@every_job_type
def test_clients_call_no_two_parameters_alike(name: str) -> None:
    names = [parameter.param.wire for parameter in parameters_of(ALL[name].params)]
    assert len(names) == len(set(names))


@every_job_type
def test_it_works_on_sets_or_for_a_profile_but_not_both(name: str) -> None:
    assert bool(ALL[name].content) != bool(ALL[name].action)


@every_job_type
def test_the_content_of_its_sets_is_of_its_kind(name: str) -> None:
    job_type = ALL[name]
    if job_type.content:
        assert KIND_OF_CONTENT[job_type.content] == content_of(job_type)


@every_job_type
def test_its_category_is_in_the_table_of_its_sort(name: str) -> None:
    job_type = ALL[name]
    table = SCHEDULED_CATEGORIES if job_type.action else MANUAL_CATEGORIES
    assert job_type.category in table


@every_job_type
def test_its_id_was_observed_or_is_one_of_ours(name: str) -> None:
    alma_id = ALL[name].alma_id
    assert not alma_id or alma_id in OBSERVED_IDS or OWN_ID.fullmatch(alma_id)


@every_job_type
def test_its_page_has_its_title_and_id(name: str) -> None:
    first = page(name).splitlines()[0]
    assert first == f"# {ALL[name].title}"
    assert f"`{ALL[name].alma_id or ALL[name].action or name}`" in page(name)


@every_job_type
def test_its_page_has_a_row_for_each_parameter(name: str) -> None:
    rows = re.findall(r"^\| `([^`]+)` \| (.+?) \| (.+?) \|", page(name), re.MULTILINE)
    expected = [
        (each.param.wire, each.param.label, "mandatory" if each.mandatory else "")
        for each in parameters_of(ALL[name].params)
    ]
    shown = [
        (wire, label, "mandatory" if default == "mandatory" else "")
        for wire, label, default in rows
    ]
    assert shown == expected


@every_job_type
def test_its_page_names_its_counters(name: str) -> None:
    job_type = ALL[name]
    if isinstance(job_type, RecordJob):
        assert f"| {job_type.changed_label} |" in page(name)
    if isinstance(job_type, ExportJob):
        assert f"| {job_type.written_label} |" in page(name)
    if isinstance(job_type, PublishJob):
        assert all(f"| {label} |" in page(name) for _, label, _ in COUNTED)


@every_job_type
def test_the_request_on_its_page_gives_each_mandatory_parameter(name: str) -> None:
    example = re.search(r"```xml\n(.*?)```", page(name), re.DOTALL)
    assert example
    job = fromstring(example[1])  # noqa: S314 - our own page
    given = {each.findtext("name", "") for each in job.iter("parameter")}
    declared = parameters_of(ALL[name].params)
    known = {
        sent for sent in given if any(each.answers_to(sent) for each in declared)
    } | {"set_id", "job_name"}
    assert given <= known
    if ALL[name].content:
        assert "set_id" in given
        for parameter in declared:
            if parameter.mandatory:
                assert any(parameter.answers_to(sent) for sent in given)


def test_built_in_jobs_have_ids_of_their_own() -> None:
    ids = [job.job_id for job in built_in_jobs(ALL.values())]
    assert len(ids) == len(set(ids))
