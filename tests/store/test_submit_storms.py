"""Submissions to a failing database, and many submissions at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import event

from almandine.engine.run import Run
from almandine.engine.submit import Parameters, Submission
from almandine.engine.thresholds import Limits
from almandine.faults import (
    Overlap,
    Refused,
    RunNotCommitted,
    RunNotQueued,
    RunNotStored,
    TooManyRunning,
    TooManyStarts,
    UnknownJob,
    UnknownSet,
)
from store.desk import FIRST_FAULT, FLAG, GOOD, furnish
from store.workshop import EXPORT, HIDE, NOON, PUBLISH, Workshop
from unit.engine.sets.refusing import refusal_of

FREE: Final = Limits(max_running=1000, max_starts=1000)


@pytest.fixture
def site(workshop: Workshop) -> Workshop:
    return furnish(workshop)


@dataclass(frozen=True, slots=True)
class Fault:
    """A way in which a real database fails."""

    refusal: type[object]
    cause: Callable[[Workshop], None]


def only_reading(site: Workshop) -> None:
    """Let every connection from now on refuse to write."""
    sentence = (
        "PRAGMA query_only=ON"
        if site.home.is_sqlite
        else "SET default_transaction_read_only TO on"
    )

    def forbid(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
        connection.execute(sentence)

    site.app.database.close()
    event.listen(site.app.database.engine, "connect", forbid)


def without_dispatcher(site: Workshop) -> None:
    if site.home.is_sqlite:
        site.home.execute("PRAGMA foreign_keys=OFF", "DROP TABLE workflow_status")
    else:
        site.home.execute("DROP TABLE dbos.workflow_status CASCADE")


def failing_at_the_commit(site: Workshop) -> None:
    """Let each new run leave behind what may not be there at the end."""
    insert = "INSERT INTO child VALUES ('nobody');"
    trigger = "CREATE TRIGGER orphan AFTER INSERT ON run"
    on_sqlite = (f"{trigger} BEGIN {insert} END",)
    function = f"RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {insert} RETURN NEW; END$$"
    on_a_server = (
        f"CREATE FUNCTION leave() {function}",
        f"{trigger} FOR EACH ROW EXECUTE PROCEDURE leave()",
    )
    site.home.execute(
        "CREATE TABLE parent (id TEXT PRIMARY KEY)",
        "CREATE TABLE child (id TEXT REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
        *(on_sqlite if site.home.is_sqlite else on_a_server),
    )


FAULTS: Final = {
    "402224": Fault(RunNotStored, only_reading),
    "402225": Fault(RunNotQueued, without_dispatcher),
    "402226": Fault(RunNotCommitted, failing_at_the_commit),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_failing_database_refuses_and_leaves_nothing(
    site: Workshop, fault: Fault
) -> None:
    fault.cause(site)
    before = site.home.content()
    refusal = refusal_of(lambda: site.send(GOOD))
    assert (type(refusal), site.home.content()) == (fault.refusal, before)


@pytest.mark.parametrize(
    ("submission", "refusal"), FIRST_FAULT.values(), ids=FIRST_FAULT
)
def test_a_refused_submission_writes_nothing(
    site: Workshop, submission: Submission, refusal: object
) -> None:
    before = site.home.content()
    refusal_of(lambda: site.send(submission))
    assert site.home.content() == before


def test_a_refused_submission_does_not_wait_for_a_writer(site: Workshop) -> None:
    send = replace(GOOD, job_id="M0")
    with site.app.database.writing():
        refusal = refusal_of(lambda: site.send(send))
    assert refusal == UnknownJob("M0")


def meanwhile(happens: Callable[[], object]) -> Submission:
    """Return an order; something happens when its checks have begun."""

    def read_parameters() -> Parameters:
        happens()
        return GOOD.read_parameters()

    return replace(GOOD, read_parameters=read_parameters)


def test_a_set_that_goes_away_during_the_checks_is_missed(site: Workshop) -> None:
    order = meanwhile(lambda: site.home.execute("DELETE FROM record_set"))
    assert refusal_of(lambda: site.send(order)) == UnknownSet("s1")


def test_a_run_that_begins_during_the_checks_overlaps(site: Workshop) -> None:
    others: list[Run] = []
    order = meanwhile(lambda: others.append(site.send(GOOD).run))
    refusal = refusal_of(lambda: site.send(order))
    assert refusal == Overlap(GOOD.job_id, others[0].run_id)


def test_a_run_is_submitted_when_its_turn_has_come(site: Workshop) -> None:
    order = meanwhile(lambda: site.clock.move(timedelta(seconds=3)))
    assert site.send(order).run.submitted_at == NOON + timedelta(seconds=3)


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
    assert refused == [TooManyStarts(5, free_at)] * 9
