"""Ids in configuration files: stated or made, they stay."""

import re
from pathlib import Path

from sqlalchemy import Connection

from almandine.store.jobs import SqlJobs
from almandine.store.references import SqlReferences
from store.applying import ACTION, CODE, ROBOT, apply_file, problems
from unit.engine.apply_cases import INSTITUTION


def test_ids_that_are_not_stated_end_in_the_suffix_and_stay(
    connection: Connection, tmp_path: Path
) -> None:
    text = INSTITUTION + ROBOT + ACTION
    apply_file(connection, text, tmp_path)
    jobs = SqlJobs(connection, CODE)
    (first,) = jobs.page(job_class=None, category=None, profile_id=None)
    assert apply_file(connection, text, tmp_path).changed_nothing
    assert re.fullmatch(r"S[0-9]{12}1021", first.job_id)
    assert jobs.page(job_class=None, category=None, profile_id=None) == [first]


def test_a_stated_id_is_not_made_for_another(
    connection: Connection, tmp_path: Path
) -> None:
    next_id = "8100000000011021"
    apply_file(
        connection,
        f'{INSTITUTION}[[collections]]\nname = "A"\nid = "{next_id}"',
        tmp_path,
    )
    apply_file(connection, f'{INSTITUTION}[[collections]]\nname = "B"', tmp_path)
    resolve = SqlReferences(connection, CODE).resolve
    assert [resolve("collection", name) for name in "AB"] == [
        next_id,
        "8100000000021021",
    ]


def test_an_entry_with_a_stated_id_can_be_renamed(
    connection: Connection, tmp_path: Path
) -> None:
    for name in ("Maps", "Maps and plans"):
        text = f'{INSTITUTION}[[collections]]\nid = "811021"\nname = "{name}"'
        apply_file(connection, text, tmp_path)
    resolve = SqlReferences(connection, CODE).resolve
    assert (resolve("collection", "Maps"), resolve("collection", "811021")) == (
        None,
        "811021",
    )


def test_an_id_does_not_change(connection: Connection, tmp_path: Path) -> None:
    apply_file(
        connection,
        INSTITUTION + '[[collections]]\nname = "Maps"\nid = "811021"',
        tmp_path,
    )
    text = '[[collections]]\nname = "Maps"\nid = "821021"'
    assert problems(connection, text, tmp_path) == [
        "collections[1].id: the id is 811021 already, and ids do not change"
    ]


def test_the_id_of_a_job_does_not_change(
    connection: Connection, tmp_path: Path
) -> None:
    apply_file(connection, f'{INSTITUTION}{ROBOT}{ACTION}job_id = "S11021"', tmp_path)
    other = f'{ROBOT}{ACTION}job_id = "S21021"'
    assert problems(connection, other, tmp_path) == [
        "profiles[1].actions[1]: the job is S11021 already, and ids do not change"
    ]


def test_a_job_with_a_stated_id_can_be_renamed(
    connection: Connection, tmp_path: Path
) -> None:
    for name in ("Tidy up", "Tidy up all"):
        process = f'id = "M11021"\nname = "{name}"\ntype = "normalize_bibs"'
        apply_file(connection, f"{INSTITUTION}[[processes]]\n{process}", tmp_path)
    jobs = SqlJobs(connection, CODE)
    everything = jobs.page(job_class=None, category=None, profile_id=None)
    assert [(job.job_id, job.name) for job in everything] == [("M11021", "Tidy up all")]


def test_the_id_of_a_set_does_not_change(
    connection: Connection, tmp_path: Path
) -> None:
    start = '[[sets]]\nname = "Novels"\ncontent = "BIB_MMS"\nmembers = []\n'
    apply_file(connection, f'{INSTITUTION}{start}id = "951"', tmp_path)
    assert problems(connection, f'{start}id = "952"', tmp_path) == [
        "sets[1].id: the id is 951 already, and ids do not change"
    ]
