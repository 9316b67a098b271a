"""Schedules as a file sets them up, changes them and leaves them alone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from almandine.delivery.credentials import unreadable
from almandine.engine.apply import ConfigurationError, Parts, apply, read_plan
from almandine.engine.job import Job
from almandine.env import system_env
from almandine.store.entries import SqlEntries
from almandine.store.ids import SqlIds
from almandine.store.jobs import SqlJobs
from almandine.store.references import SqlReferences
from almandine.store.sets import SqlSets
from almandine.store.vault import Vault
from unit.engine.apply_cases import INSTITUTION, JOB_TYPES

CODE = "01ALM_INST"
NOW = datetime(2026, 11, 23, 19, tzinfo=UTC)
SETS = """
[[sets]]
id = "951"
name = "Titles"
content = "BIB_MMS"
members = []

[[sets]]
id = "952"
name = "Items"
content = "ITEM"
members = []
"""
JOB = """
[[jobs]]
id = "M5"
type = "suppress_bibs"
"""
DAILY = """
schedule = "EVERY_DAY_02"
schedule_set = "951"
settings = { suppress = true }
"""


def apply_job(connection: Connection, said: str) -> Job:
    """Apply a file with a job of which this is said, and return the job."""
    plan = read_plan(INSTITUTION + SETS + JOB + said, JOB_TYPES)
    parts = Parts(
        entries=SqlEntries(connection, CODE),
        sets=SqlSets(connection, CODE),
        references=SqlReferences(connection, CODE),
        ids=SqlIds(connection, CODE),
        check_directory=_never_asked,
        secrets=Vault(Path(), CODE, system_env(), {}),
        check_endpoint=unreadable,
        now=NOW,
    )
    apply(plan, parts, JOB_TYPES)
    job = SqlJobs(connection, CODE, lambda: NOW).find("M5")
    assert job is not None
    return job


def _never_asked(path: str) -> str | None:
    raise AssertionError(path)


def problem_of(connection: Connection, said: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        apply_job(connection, said)
    return str(caught.value)


def test_a_schedule_starts_runs_unless_the_file_says_otherwise(
    connection: Connection,
) -> None:
    assert apply_job(connection, DAILY).schedule_active
    assert not apply_job(connection, DAILY + "schedule_active = false").schedule_active


def test_a_schedule_at_rest_stays_at_rest_until_the_file_says_otherwise(
    connection: Connection,
) -> None:
    apply_job(connection, DAILY + "schedule_active = false")
    resting = apply_job(connection, DAILY)
    woken = apply_job(connection, DAILY + "schedule_active = true")
    assert (resting.schedule_active, woken.schedule_active) == (False, True)
    assert (resting.next_run is None, woken.next_run is None) == (True, False)


def test_a_schedule_without_a_set_is_told(connection: Connection) -> None:
    said = DAILY.replace('schedule_set = "951"', "")
    told = "is mandatory for the schedule of a job that works on a set"
    assert problem_of(connection, said) == f"jobs[1].schedule_set: {told}"


def test_a_schedule_without_a_mandatory_value_is_told(connection: Connection) -> None:
    said = DAILY.replace("suppress = true", "")
    told = "jobs[1].settings: task_MmsTaggingParams_boolean is mandatory"
    assert problem_of(connection, said) == told


def test_a_set_that_is_not_there_is_told(connection: Connection) -> None:
    told = "jobs[1].schedule_set: no set has the id '950'"
    assert problem_of(connection, DAILY.replace("951", "950")) == told


def test_a_set_of_other_records_is_told(connection: Connection) -> None:
    told = "jobs[1].schedule_set: the set holds ITEM; allowed: BIB_MMS"
    assert problem_of(connection, DAILY.replace("951", "952")) == told


def test_a_set_for_a_job_that_works_on_none_is_told(connection: Connection) -> None:
    said = '[[jobs]]\nid = "M6"\ntype = "publish"\nschedule = "EVERY_DAY_02"\n'
    told = "jobs[2].schedule_set: the job works on no set"
    assert problem_of(connection, said + 'schedule_set = "951"') == told
