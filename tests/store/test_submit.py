"""Submissions against the real store: what is refused, in which order, and why."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

import pytest

from almandine.engine.run import Origin, Run, Status
from almandine.engine.submit import Submission, submit_within
from almandine.engine.thresholds import Limits
from almandine.faults import InvalidParameter, Overlap, TooManyRunning, TooManyStarts
from databases.homes import Home
from store.desk import FIRST_FAULT, FLAG, GOOD, asked, body, furnish
from store.workshop import (
    ELSEWHERE,
    EXPORT,
    HERE,
    HIDDEN,
    HIDE,
    NOON,
    Clock,
    Workshop,
)
from unit.engine.sets.refusing import refusal_of

HIDE_NAME: Final = "Set management tags - Suppress Bib records from discovery"


@pytest.fixture
def site(workshop: Workshop) -> Workshop:
    return furnish(workshop)


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
    assert site.home.queued() == [(f"{HERE}/{run.run_id}/0", "ENQUEUED", "runs")]


def test_a_run_without_a_name_is_called_after_job_and_set(site: Workshop) -> None:
    assert site.send(GOOD).run.name == f"{HIDE_NAME} - via API - Set s1"


def test_only_the_api_is_said_to_be_the_way(site: Workshop) -> None:
    run = site.submit(HIDE, "s1", HIDDEN, origin=Origin.UI)
    assert run.name == f"{HIDE_NAME} - Set s1"


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


class Restless(Clock):
    """A clock behind whose back something happens, once, when it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.happen: Callable[[], None] | None = None

    def now(self) -> datetime:
        told, happen = super().now(), self.happen
        if happen:
            self.happen = None
            happen()
        return told


def test_a_run_that_ends_while_another_is_let_in_has_ended_before(home: Home) -> None:
    if home.is_sqlite:
        pytest.skip("SQLite lets nothing happen between a writer's two statements")
    clock = Restless()
    with closing(Workshop(home, clock=clock)) as workshop:
        site = furnish(workshop)
        first, *_ = [site.submit(HIDE, f"s{n}", HIDDEN) for n in (1, 2, 3)]

        def end_the_first() -> None:
            clock.move(timedelta(seconds=1))
            finish(site, first)

        with site.store.submission() as tx:
            clock.happen = end_the_first
            fourth = replace(
                GOOD, read_parameters=body((FLAG, "true"), ("set_id", "s4"))
            )
            new = submit_within(
                tx, fourth, catalogue=site.catalogue, limits=Limits()
            ).run
        ended_at = site.run_of(first.run_id).ended_at
    assert ended_at is not None
    assert new.submitted_at >= ended_at


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
    assert refusal == TooManyStarts(5, NOON + timedelta(hours=1))


def test_a_start_exactly_one_hour_old_no_longer_counts(site: Workshop) -> None:
    start_often(site, 5)
    site.clock.instant = NOON + timedelta(hours=1)
    assert site.submit(HIDE, "s1", HIDDEN).status is Status.QUEUED


def test_a_start_one_microsecond_younger_than_an_hour_counts(site: Workshop) -> None:
    start_often(site, 5)
    site.clock.instant = NOON + timedelta(hours=1) - timedelta(microseconds=1)
    refusal = refusal_of(lambda: site.submit(HIDE, "s1", HIDDEN))
    assert refusal == TooManyStarts(5, NOON + timedelta(hours=1))


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
    assert refusal == TooManyStarts(5, NOON + timedelta(hours=1))


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
    neighbour = Workshop(site.home, institution=ELSEWHERE)
    neighbour.add_set(set_id="s1")
    for number in range(3):
        site.submit(HIDE, f"s{number + 1}", HIDDEN)
    run = neighbour.submit(HIDE, "s1", HIDDEN)
    neighbour.close()
    assert run.run_id == "1700000000010102"
