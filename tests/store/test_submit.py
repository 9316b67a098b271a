"""Submissions against the real store: what is refused, in which order, and why."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import event

from almandine.engine.job import Job
from almandine.engine.run import Origin, Run, Status
from almandine.engine.submit import Submission
from almandine.engine.thresholds import Limits
from almandine.faults import (
    EmptyParameter,
    InvalidJobId,
    InvalidParameter,
    MalformedBody,
    MissingOperation,
    MissingParameter,
    NotSubmittable,
    Overlap,
    Refused,
    RunNotCommitted,
    RunNotQueued,
    RunNotStored,
    SeveralTasks,
    TooManyRunning,
    TooManyStarts,
    UnknownJob,
    UnknownJobCategory,
    UnknownSet,
    UnsupportedOperation,
    WrongContent,
)
from almandine.store.database import FILE_NAME
from store.workshop import (
    ELSEWHERE,
    EXPORT,
    HERE,
    HIDDEN,
    HIDE,
    NOON,
    PUBLISH,
    Workshop,
)
from unit.engine.sets.refusing import refusal_of

HIDE_NAME: Final = "Set management tags - Suppress Bib records from discovery"
FLAG: Final = "task_MmsTaggingParams_boolean"
TWO_TASKS: Final = "M990"
FREE: Final = Limits(max_running=1000, max_starts=1000)
SEND: Final = Job(
    job_id="S64",
    job_type="send_requests_to_remote_storage",
    name="Send Requests to Remote Storage",
    description="",
    category="FULFILLMENT",
    profile_id="p1",
    settings=(("endpoint", "robot"),),
)


@pytest.fixture
def site(workshop: Workshop) -> Workshop:
    """Return a service with sets, an endpoint and some configured jobs."""
    for number in range(1, 9):
        workshop.add_set(set_id=f"s{number}")
    workshop.add_set(set_id="items", content="ITEM")
    workshop.add_endpoint("robot", "robot")
    workshop.add_job(SEND)
    workshop.add_job(replace(SEND, job_id="S65", category="REPOSITORY"))
    workshop.add_job(replace(SEND, job_id="S66", closed_because="inactive profile"))
    workshop.add_job(replace(SEND, job_id="O67", job_type="", category="ANALYTICS"))
    return workshop


def unreadable() -> list[tuple[str, str]]:
    raise Refused(MalformedBody("XML", "no element found"))


def body(*pairs: tuple[str, str]) -> Callable[[], list[tuple[str, str]]]:
    return lambda: list(pairs)


def asked(job_id: str = HIDE, *pairs: tuple[str, str], **changes: Any) -> Submission:
    submission = Submission(
        job_id=job_id,
        op="run",
        read_parameters=body(*pairs),
        origin=Origin.API,
        submitted_by="demo",
        submitted_by_name="Demo",
    )
    return replace(submission, **changes)


GOOD: Final = asked(HIDE, (FLAG, "true"), ("set_id", "s1"))

FIRST_FAULT: Final = {
    "id format before op": (asked("X1", op=None), InvalidJobId("X1")),
    "id format before unknown job": (asked("M"), InvalidJobId("M")),
    "missing op before unknown job": (asked("M1", op=None), MissingOperation()),
    "empty op is a missing one": (asked("M1", op=""), MissingOperation()),
    "wrong op before unknown job": (asked("M1", op="RUN"), UnsupportedOperation("RUN")),
    "unknown job before body": (
        asked("M1", read_parameters=unreadable),
        UnknownJob("M1"),
    ),
    "several tasks before body": (
        asked(TWO_TASKS, read_parameters=unreadable),
        SeveralTasks(TWO_TASKS, 2),
    ),
    "category before body": (
        asked("S65", read_parameters=unreadable),
        UnknownJobCategory("S65", "REPOSITORY"),
    ),
    "closed job before body": (
        asked("S66", read_parameters=unreadable),
        NotSubmittable("S66", "inactive profile"),
    ),
    "job without code before body": (
        asked("O67", read_parameters=unreadable),
        NotSubmittable("O67", "this service cannot run it"),
    ),
    "body before missing parameters": (
        asked(read_parameters=unreadable),
        MalformedBody("XML", "no element found"),
    ),
    "missing parameter before unknown set": (
        asked(HIDE, ("set_id", "none")),
        MissingParameter(FLAG),
    ),
    "empty parameter before unknown set": (
        asked(HIDE, (FLAG, " "), ("set_id", "none")),
        EmptyParameter(FLAG),
    ),
    "missing set": (asked(HIDE, (FLAG, "true")), MissingParameter("set_id")),
    "empty set": (
        asked(HIDE, (FLAG, "true"), ("set_id", " ")),
        EmptyParameter("set_id"),
    ),
    "unknown set before a value that does not fit": (
        asked(HIDE, (FLAG, "perhaps"), ("set_id", "none")),
        UnknownSet("none"),
    ),
    "content before a value that does not fit": (
        asked(HIDE, (FLAG, "perhaps"), ("set_id", "items")),
        WrongContent("items", "ITEM", "BIB_MMS"),
    ),
    "a value that does not fit": (
        asked(HIDE, (FLAG, "perhaps"), ("set_id", "s1")),
        InvalidParameter(FLAG, "perhaps", "true or false"),
    ),
}


@pytest.mark.parametrize(
    ("submission", "refusal"), FIRST_FAULT.values(), ids=FIRST_FAULT
)
def test_the_first_fault_in_the_order_of_the_contract_is_told(
    site: Workshop, submission: Submission, refusal: object
) -> None:
    assert refusal_of(lambda: site.send(submission)) == refusal


@pytest.mark.parametrize(
    ("submission", "refusal"), FIRST_FAULT.values(), ids=FIRST_FAULT
)
def test_a_full_house_is_told_last(
    site: Workshop, submission: Submission, refusal: object
) -> None:
    nothing = Limits(max_running=0, max_starts=0)
    assert refusal_of(lambda: site.send(submission, limits=nothing)) == refusal


def test_overlap_is_told_before_the_thresholds(site: Workshop) -> None:
    first = site.send(GOOD).run
    full = Limits(max_running=1, max_starts=1)
    refusal = refusal_of(lambda: site.send(GOOD, limits=full))
    assert refusal == Overlap(HIDE, first.run_id)


def test_running_jobs_are_told_before_starts(site: Workshop) -> None:
    site.send(GOOD)
    full = Limits(max_running=1, max_starts=1)
    refusal = refusal_of(lambda: site.submit(HIDE, "s2", HIDDEN, limits=full))
    assert refusal == TooManyRunning(1, 1)


def test_a_wrong_value_is_told_before_overlap(site: Workshop) -> None:
    site.send(GOOD)
    wrong = replace(GOOD, read_parameters=body((FLAG, "?"), ("set_id", "s1")))
    refusal = refusal_of(lambda: site.send(wrong))
    assert refusal == InvalidParameter(FLAG, "?", "true or false")


def test_an_accepted_request_is_queued_with_all_that_it_said(site: Workshop) -> None:
    pairs = (
        ("unknown", ""),
        (FLAG, "false"),
        ("set_id", "s1"),
        (FLAG, "TRUE"),
        ("job_name", "My run"),
    )
    submitted = site.send(asked(HIDE, *pairs))
    run = Run(
        run_id="1700000000010101",
        external_id="1700000000020101",
        job_id=HIDE,
        job_type="suppress_bibs",
        job_name=HIDE_NAME,
        name="My run",
        origin=Origin.API,
        submitted_by="demo",
        submitted_by_name="Demo",
        set_id="s1",
        parameters=pairs,
        settings=(("suppress", "TRUE"),),
        status=Status.QUEUED,
        submitted_at=NOON,
        started_at=NOON,
        status_at=NOON,
    )
    assert (submitted.run, site.run_of(run.run_id)) == (run, run)


def test_an_accepted_request_is_in_the_queue_of_the_workers(site: Workshop) -> None:
    run = site.send(GOOD).run
    with closing(sqlite3.connect(site.directory / FILE_NAME)) as connection:
        queued = connection.execute(
            "SELECT workflow_uuid, status, queue_name FROM workflow_status"
        ).fetchall()
    assert queued == [(f"{HERE}/{run.run_id}", "ENQUEUED", "runs")]


def test_a_run_without_a_name_is_called_after_job_and_set(site: Workshop) -> None:
    assert site.send(GOOD).run.name == f"{HIDE_NAME} - via API - Set s1"


def test_an_empty_name_is_no_name(site: Workshop) -> None:
    run = site.submit(HIDE, "s1", [*HIDDEN, ("job_name", "")])
    assert run.name == f"{HIDE_NAME} - via API - Set s1"


def test_a_scheduled_job_needs_no_body(site: Workshop) -> None:
    run = site.submit("S64")
    assert (run.name, run.profile_id, run.set_id, run.settings) == (
        "Send Requests to Remote Storage",
        "p1",
        "",
        (("endpoint", "robot"),),
    )


def test_a_request_does_not_change_what_the_profile_says(site: Workshop) -> None:
    run = site.submit("S64", parameters=[("endpoint", "elsewhere")])
    assert run.settings == (("endpoint", "robot"),)


def test_a_scheduled_job_overlaps_with_itself(site: Workshop) -> None:
    first = site.submit("S64")
    refusal = refusal_of(lambda: site.submit("S64"))
    assert refusal == Overlap("S64", first.run_id)


def test_an_endpoint_that_is_not_there_is_refused(site: Workshop) -> None:
    name = "task_ExportParams_ftpConfig_string"
    refusal = refusal_of(lambda: site.submit(EXPORT, "s1", [(name, "none")]))
    assert refusal == InvalidParameter(name, "none", "the name of an existing endpoint")


def test_the_fourth_unfinished_run_is_refused(site: Workshop) -> None:
    for number in range(3):
        site.submit(HIDE, f"s{number + 1}", HIDDEN)
    refusal = refusal_of(lambda: site.submit(EXPORT, "s4"))
    assert refusal == TooManyRunning(3, 3)


def finish(site: Workshop, run: Run) -> None:
    with site.store.write() as tx:
        tx.runs.save(replace(run, status=Status.FAILED, ended_at=site.clock.now()))


def start_often(site: Workshop, times: int, *, origin: Origin = Origin.API) -> None:
    """Start and finish a job, a minute apart."""
    for _ in range(times):
        finish(site, site.submit(HIDE, "s1", HIDDEN, origin=origin))
        site.clock.move(timedelta(minutes=1))


def test_the_sixth_start_of_a_job_within_an_hour_is_refused(site: Workshop) -> None:
    start_often(site, 5)
    refusal = refusal_of(lambda: site.submit(HIDE, "s1", HIDDEN))
    assert refusal == TooManyStarts(5, 5, NOON + timedelta(hours=1))


def test_a_start_exactly_one_hour_old_no_longer_counts(site: Workshop) -> None:
    start_often(site, 5)
    site.clock.instant = NOON + timedelta(hours=1)
    assert site.submit(HIDE, "s1", HIDDEN).status is Status.QUEUED


def test_a_start_one_microsecond_younger_than_an_hour_counts(site: Workshop) -> None:
    start_often(site, 5)
    site.clock.instant = NOON + timedelta(hours=1) - timedelta(microseconds=1)
    refusal = refusal_of(lambda: site.submit(HIDE, "s1", HIDDEN))
    assert refusal == TooManyStarts(5, 5, NOON + timedelta(hours=1))


def test_another_job_may_start_meanwhile(site: Workshop) -> None:
    start_often(site, 5)
    assert site.submit(EXPORT, "s1").status is Status.QUEUED


@pytest.mark.parametrize("origin", [Origin.UI, Origin.SCHEDULE])
def test_runs_of_others_do_not_count_as_running(site: Workshop, origin: Origin) -> None:
    for number in range(3):
        site.submit(HIDE, f"s{number + 1}", HIDDEN, origin=origin)
    assert site.submit(EXPORT, "s4").status is Status.QUEUED


@pytest.mark.parametrize("origin", [Origin.UI, Origin.SCHEDULE])
def test_starts_of_others_count_as_starts(site: Workshop, origin: Origin) -> None:
    start_often(site, 5, origin=origin)
    refusal = refusal_of(lambda: site.submit(HIDE, "s1", HIDDEN))
    assert refusal == TooManyStarts(5, 5, NOON + timedelta(hours=1))


@pytest.mark.parametrize("origin", [Origin.UI, Origin.SCHEDULE])
def test_only_the_api_is_held_to_the_thresholds(site: Workshop, origin: Origin) -> None:
    start_often(site, 6, origin=origin)
    assert site.submit(HIDE, "s1", HIDDEN, origin=origin).status is Status.QUEUED


def test_a_refused_submission_uses_no_quota(site: Workshop) -> None:
    start_often(site, 4)
    for _ in range(5):
        refusal_of(lambda: site.submit(HIDE, "none", HIDDEN))
    assert site.submit(HIDE, "s1", HIDDEN).status is Status.QUEUED


def test_institutions_do_not_use_each_others_quota(site: Workshop) -> None:
    neighbour = Workshop(site.directory, institution=ELSEWHERE)
    neighbour.add_set(set_id="s1")
    for number in range(3):
        site.submit(HIDE, f"s{number + 1}", HIDDEN)
    run = neighbour.submit(HIDE, "s1", HIDDEN)
    neighbour.close()
    assert run.run_id == "1700000000010102"


def everything(directory: Path) -> str:
    """Return all that the database holds, as text."""
    with closing(sqlite3.connect(directory / FILE_NAME)) as connection:
        return "\n".join(connection.iterdump())


def change(site: Workshop, *statements: str) -> None:
    with closing(sqlite3.connect(site.directory / FILE_NAME)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which a real database fails."""

    refusal: object
    cause: Callable[[Workshop], None]


def _forbid(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA query_only=ON")


def only_reading(site: Workshop) -> None:
    """Let every connection from now on refuse to write."""
    site.app.database.close()
    event.listen(site.app.database.engine, "connect", _forbid)


def without_dispatcher(site: Workshop) -> None:
    change(site, "PRAGMA foreign_keys=OFF", "DROP TABLE workflow_status")


def failing_at_the_commit(site: Workshop) -> None:
    """Let each new run leave behind what may not be there at the end."""
    change(
        site,
        "CREATE TABLE parent (id TEXT PRIMARY KEY)",
        "CREATE TABLE child (id TEXT REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
        "CREATE TRIGGER orphan AFTER INSERT ON run"
        " BEGIN INSERT INTO child VALUES ('nobody'); END",
    )


FAULTS: Final = {
    "402224": Fault(RunNotStored("OperationalError"), only_reading),
    "402225": Fault(RunNotQueued("OperationalError"), without_dispatcher),
    "402226": Fault(RunNotCommitted("IntegrityError"), failing_at_the_commit),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_failing_database_refuses_and_leaves_nothing(
    site: Workshop, fault: Fault
) -> None:
    fault.cause(site)
    before = everything(site.directory)
    refusal = refusal_of(lambda: site.send(GOOD))
    assert (refusal, everything(site.directory)) == (fault.refusal, before)


@pytest.mark.parametrize(
    ("submission", "refusal"), FIRST_FAULT.values(), ids=FIRST_FAULT
)
def test_a_refused_submission_writes_nothing(
    site: Workshop, submission: Submission, refusal: object
) -> None:
    before = everything(site.directory)
    refusal_of(lambda: site.send(submission))
    assert everything(site.directory) == before


def storm(site: Workshop, limits: Limits) -> list[Run | object]:
    """Submit from eight threads at once: three jobs over eight sets."""
    wanted = [
        (job_id, f"s{number}")
        for number in range(1, 9)
        for job_id in (HIDE, EXPORT, PUBLISH)
    ]
    value = {HIDE: "true", PUBLISH: "NONE", EXPORT: ""}

    def one(order: tuple[str, str]) -> Run | object:
        job_id, set_id = order
        try:
            return site.submit(job_id, set_id, [(FLAG, value[job_id])], limits=limits)
        except Refused as refused:
            return refused.refusal

    with ThreadPoolExecutor(8) as threads:
        return list(threads.map(one, wanted))


def test_a_storm_never_exceeds_the_cap(site: Workshop) -> None:
    answers = storm(site, Limits())
    accepted = [answer for answer in answers if isinstance(answer, Run)]
    refused = [answer for answer in answers if not isinstance(answer, Run)]
    with site.store.read() as tx:
        stored = tx.runs.unfinished()
    assert sorted(run.run_id for run in accepted) == sorted(stored)
    assert (len(stored), refused) == (3, [TooManyRunning(3, 3)] * 21)


def test_a_storm_never_exceeds_the_starts_of_a_job(site: Workshop) -> None:
    answers = storm(site, replace(FREE, max_starts=5))
    started = sorted(answer.job_id for answer in answers if isinstance(answer, Run))
    free_at = NOON + timedelta(hours=1)
    refused = [answer for answer in answers if not isinstance(answer, Run)]
    assert started == sorted([HIDE, EXPORT, PUBLISH] * 5)
    assert refused == [TooManyStarts(5, 5, free_at)] * 9
