"""Schedules as a file sets them up, changes them and leaves them alone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from almandine.engine.apply import ConfigurationError, Parts, apply, read_plan
from almandine.engine.job import Job, OnOverlap
from almandine.store.database import Database
from almandine.store.entries import SqlEntries
from almandine.store.ids import SqlIds
from almandine.store.jobs import SqlJobs
from almandine.store.references import SqlReferences
from almandine.store.sets import SqlSets
from databases.homes import Home
from unit.engine.apply_cases import INSTITUTION, JOB_TYPES

CODE = "01ALM_INST"
MONDAY = datetime(2026, 11, 23, 19, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)
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
HOURLY = 'schedule = "EVERY_HOUR"\nsettings = { set_id = "951", suppress = true }\n'
DAILY = HOURLY.replace("EVERY_HOUR", "EVERY_DAY_02")
RESTING = HOURLY + "active = false\n"
CLOSED = HOURLY + 'closed = "for now"\n'


@pytest.fixture
def connection(blank_home: Home) -> Iterator[Connection]:
    database: Database = blank_home.database()
    with database.writing() as opened:
        yield opened
    database.close()


def apply_job(
    connection: Connection, said: str, now: datetime = MONDAY, zone: str = ""
) -> Job:
    """Apply a file with a job of which this is said, and return the job."""
    institution = INSTITUTION.replace("Europe/Vienna", zone or "Europe/Vienna")
    plan = read_plan(institution + SETS + JOB + said, JOB_TYPES)
    parts = Parts(
        entries=SqlEntries(connection, CODE),
        sets=SqlSets(connection, CODE),
        references=SqlReferences(connection, CODE),
        ids=SqlIds(connection, CODE),
        check_directory=_never_asked,
        now=now,
    )
    apply(plan, parts, JOB_TYPES)
    job = SqlJobs(connection, CODE, lambda: now).find("M5")
    assert job is not None
    return job


def _never_asked(path: str) -> str | None:
    raise AssertionError(path)


def problem_of(connection: Connection, said: str) -> str:
    with pytest.raises(ConfigurationError) as caught:
        apply_job(connection, said)
    return str(caught.value)


def test_a_schedule_counts_from_when_it_is_set_up(connection: Connection) -> None:
    job = apply_job(connection, HOURLY)
    assert (job.scheduled_since, job.active) == (MONDAY, True)
    assert job.next_run == MONDAY + timedelta(hours=1)


def test_without_a_schedule_nothing_counts(connection: Connection) -> None:
    said = HOURLY.replace("EVERY_HOUR", "NOT_SCHEDULED")
    job = apply_job(connection, said)
    assert (job.scheduled_since, job.next_run) == (None, None)


def test_all_that_is_said_of_a_schedule_is_kept(connection: Connection) -> None:
    said = HOURLY + 'overlap = "queue"\ncatch_up = "PT6H"\nactive = false\n'
    job = apply_job(connection, said)
    told = (job.overlap, job.catch_up, job.active, job.next_run)
    assert told == (OnOverlap.QUEUE, timedelta(hours=6), False, None)


@pytest.mark.parametrize(
    ("before", "after", "since"),
    [
        pytest.param(HOURLY, HOURLY, MONDAY, id="the same again"),
        pytest.param(
            HOURLY, HOURLY + 'overlap = "queue"', MONDAY, id="another way to overlap"
        ),
        pytest.param(HOURLY, DAILY, TUESDAY, id="another schedule"),
        pytest.param("", HOURLY, TUESDAY, id="a first schedule"),
        pytest.param(RESTING, HOURLY, MONDAY, id="active is not mentioned"),
        pytest.param(RESTING, HOURLY + "active = true", TUESDAY, id="woken"),
        pytest.param(HOURLY, RESTING, MONDAY, id="put to rest"),
        pytest.param(CLOSED, HOURLY, TUESDAY, id="opened"),
    ],
)
def test_what_a_schedule_missed_before_it_was_changed_does_not_count(
    connection: Connection, before: str, after: str, since: datetime
) -> None:
    apply_job(connection, before)
    assert apply_job(connection, after, TUESDAY).scheduled_since == since


def test_clocks_of_another_zone_count_from_now_on(connection: Connection) -> None:
    apply_job(connection, HOURLY)
    job = apply_job(connection, HOURLY, TUESDAY, "America/New_York")
    assert job.scheduled_since == TUESDAY


def test_a_schedule_at_rest_stays_at_rest_until_the_file_says_otherwise(
    connection: Connection,
) -> None:
    apply_job(connection, RESTING)
    assert not apply_job(connection, HOURLY, TUESDAY).active
    assert apply_job(connection, HOURLY + "active = true", TUESDAY).active


def test_a_schedule_without_a_set_is_told(connection: Connection) -> None:
    said = HOURLY.replace('set_id = "951", ', "")
    told = "jobs[1].settings.set_id: is mandatory for a job that runs by schedule"
    assert problem_of(connection, said) == told


def test_a_schedule_without_a_mandatory_value_is_told(connection: Connection) -> None:
    said = HOURLY.replace(", suppress = true", "")
    told = "jobs[1].settings: task_MmsTaggingParams_boolean is mandatory"
    assert problem_of(connection, said) == told


def test_a_set_that_is_not_there_is_told(connection: Connection) -> None:
    told = "jobs[1].settings.set_id: no set has the id '950'"
    assert problem_of(connection, HOURLY.replace("951", "950")) == told


def test_a_set_of_other_records_is_told(connection: Connection) -> None:
    told = "jobs[1].settings.set_id: the set holds ITEM; allowed: BIB_MMS"
    assert problem_of(connection, HOURLY.replace("951", "952")) == told
