"""Configuration as the tables keep it, written by applying files."""

from pathlib import Path

import pytest
from sqlalchemy import Connection

from almandine.engine.apply import ConfigurationError
from almandine.records.bib import Bib
from almandine.records.kind import Kind
from almandine.store.configuration import SqlConfiguration
from almandine.store.database import Database
from almandine.store.directories import make_directory
from almandine.store.records import SqlRecords
from almandine.store.sets import SqlSets
from store.applying import ACTION, CODE, NOW, ROBOT, apply_file, problems
from unit.engine.apply_cases import INSTITUTION

EMPTY = b"00026nam a2200025 a 4500\x1e\x1d"
"""A MARC record without fields."""


def test_names_that_refer_to_nothing_are_all_told(
    connection: Connection, tmp_path: Path
) -> None:
    text = """
    [[libraries]]
    code = "MAIN"
    id = "121021"
    name = "Main"
    locations = [{ code = "asrs", name = "Robot", remote_storage = "ROBOT" }]
    [[remote_storages]]
    code = "CAVE"
    name = "Cave"
    profile = "CAVE"
    [[processes]]
    name = "Tidy up"
    type = "normalize_bibs"
    rule = "Tidy"
    """
    assert problems(connection, text, tmp_path) == [
        "remote_storages[1].profile: no profile has the code 'CAVE'",
        (
            "libraries[1].locations[1].remote_storage: "
            "no remote storage has the code 'ROBOT'"
        ),
        (
            "processes[1].settings: task_*_droolesFileKey cannot be 'Tidy'; "
            "allowed: the name of an existing rule"
        ),
    ]


def test_what_an_earlier_file_configured_may_be_referred_to(
    connection: Connection, tmp_path: Path
) -> None:
    apply_file(connection, INSTITUTION + ROBOT, tmp_path)
    storage = '[[remote_storages]]\ncode = "R"\nname = "R"\nprofile = "ROBOT"'
    report = apply_file(connection, INSTITUTION + storage, tmp_path)
    assert "remote storage: 1 created" in report.lines()


def test_a_scheduled_job_needs_its_mandatory_settings(
    connection: Connection, tmp_path: Path
) -> None:
    text = ROBOT + '[[profiles.actions]]\naction = "SEND_REQUESTS"'
    assert problems(connection, text, tmp_path) == [
        "profiles[1].actions[1].settings: endpoint is mandatory"
    ]


def test_a_manual_job_leaves_mandatory_values_to_clients(
    connection: Connection, tmp_path: Path
) -> None:
    text = '[[processes]]\nname = "Tidy up"\ntype = "normalize_bibs"'
    report = apply_file(connection, INSTITUTION + text, tmp_path)
    assert "job: 1 created" in report.lines()


def test_a_set_holds_exactly_the_members_of_the_file(
    connection: Connection, tmp_path: Path
) -> None:
    records = SqlRecords(connection, CODE, lambda: NOW)
    records.write(Kind.BIB, [Bib(mms_id, EMPTY) for mms_id in ("991", "992")])
    start = '[[sets]]\nid = "951"\nname = "Novels"\ncontent = "BIB_MMS"\n'
    lines = [
        list(apply_file(connection, f"{INSTITUTION}{start}{members}", tmp_path).lines())
        for members in (
            'members = ["991", "992"]',
            'members = ["992", "991"]',
            'members = ["992"]',
        )
    ]
    assert [of_file[-1] for of_file in lines] == [
        "set: 1 created",
        "set: 1 unchanged",
        "set: 1 changed",
    ]
    sets = SqlSets(connection, CODE)
    novels = sets.find("951")
    assert novels is not None
    assert [list(batch) for batch in sets.member_ids(novels)] == [["992"]]


def test_a_set_can_be_described_anew(connection: Connection, tmp_path: Path) -> None:
    start = '[[sets]]\nid = "951"\nname = "Novels"\ncontent = "BIB_MMS"\nmembers = []\n'
    apply_file(connection, INSTITUTION + start, tmp_path)
    edited = f'{INSTITUTION}{start}description = "Fiction"'
    report = apply_file(connection, edited, tmp_path)
    assert "set: 1 changed" in report.lines()
    assert apply_file(connection, edited, tmp_path).changed_nothing


def test_an_endpoint_needs_a_directory_that_can_be_made(
    connection: Connection, tmp_path: Path
) -> None:
    text = '[[endpoints]]\nid = "out"\nkind = "directory"\npath = "../out"'
    leads_out = "'../out' leads out of the data directory; write it in full"
    assert problems(connection, text, tmp_path) == [f"endpoints[1].path: {leads_out}"]


def test_what_lies_elsewhere_is_looked_at_before_it_is_needed(
    connection: Connection, tmp_path: Path
) -> None:
    (tmp_path / "empty").write_bytes(b"")
    (tmp_path / "none.pem").write_bytes(b"none")
    text = f"""
[[endpoints]]
id = "store"
kind = "s3"
bucket = "exports"
access_key = "a"
secret_key = "file:{tmp_path}/empty"
[[endpoints]]
id = "vendor"
kind = "ftps"
host = "h"
password = "file:{tmp_path}/nowhere"
certificates = "file:{tmp_path}/none.pem"
[[endpoints]]
id = "archive"
kind = "ftps"
host = "h"
certificates = "file:{tmp_path}/none.pem"
"""
    found = problems(connection, text, tmp_path)
    assert [each.partition(": ")[0] for each in found] == [
        "endpoints[1].secret_key",
        "endpoints[2].password",
        "endpoints[3].certificates",
    ]


def test_a_job_of_its_own_needs_a_profile_that_there_is(
    connection: Connection, tmp_path: Path
) -> None:
    job = 'id = "S5"\nname = "A"\ncategory = "PUBLISHING"\nprofile = "NONE"'
    assert problems(connection, f"[[jobs]]\n{job}", tmp_path) == [
        "jobs[1].profile: no profile has the code 'NONE'"
    ]


def test_a_set_stays_of_its_type(connection: Connection, tmp_path: Path) -> None:
    start = '[[sets]]\nname = "History"\ncontent = "BIB_MMS"\n'
    apply_file(connection, f"{INSTITUTION}{start}members = []", tmp_path)
    query = """query = 'BIB_MMS where BIB_MMS (title CONTAIN "history")'"""
    assert problems(connection, start + query, tmp_path) == [
        "sets[1]: is ITEMIZED of BIB_MMS, which cannot change"
    ]


def test_a_file_that_is_refused_changes_nothing(
    blank_database: Database, tmp_path: Path
) -> None:
    wrong = INSTITUTION + ROBOT + ACTION.replace('"robot"', '"no such"')
    with pytest.raises(ConfigurationError), blank_database.writing() as connection:
        apply_file(connection, wrong, tmp_path)
    with blank_database.reading() as connection:
        assert SqlConfiguration(connection, CODE).profiles() == []


def test_a_relative_path_stays_within_the_data(tmp_path: Path) -> None:
    assert make_directory(tmp_path / "data", "../elsewhere") == (
        "'../elsewhere' leads out of the data directory; write it in full"
    )


def test_a_path_through_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert make_directory(tmp_path, "file/below") == (
        f"{tmp_path}/file/below cannot be made: Not a directory"
    )
