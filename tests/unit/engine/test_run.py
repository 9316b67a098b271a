from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from almandine.engine.run import (
    MOVES,
    TERMINAL,
    UNFINISHED,
    Origin,
    Run,
    Status,
    Tally,
)

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RUN = Run(
    run_id="1000000000200101",
    external_id="1000000000100101",
    job_id="M44",
    job_type="export_bibs",
    job_name="Export Bibliographic Records",
    name="Export",
    origin=Origin.API,
    submitted_by="demo",
    status=Status.RUNNING,
    submitted_at=NOON,
    started_at=NOON,
    status_at=NOON,
)
tallies = st.builds(Tally, *[st.integers(0, 1000)] * 4)


def test_there_are_fourteen_statuses_five_of_them_unfinished() -> None:
    assert (len(Status), len(UNFINISHED), len(TERMINAL)) == (14, 5, 9)


def test_no_move_leads_back() -> None:
    order = list(Status)
    backwards = [
        (start, end)
        for start, ends in MOVES.items()
        for end in ends
        if order.index(end) <= order.index(start)
    ]
    assert backwards == []


@pytest.mark.parametrize("start", sorted(UNFINISHED))
def test_every_unfinished_status_can_be_aborted_and_can_fail(start: Status) -> None:
    assert {Status.USER_ABORTED, Status.FAILED} <= MOVES[start]


def test_every_terminal_status_but_skipped_is_reached_by_a_move() -> None:
    reached = frozenset[Status]().union(*MOVES.values())
    # A skipped run is stored as such: it never was in the queue.
    assert reached & TERMINAL == TERMINAL - {Status.SKIPPED}


def test_a_run_without_members_has_made_no_progress() -> None:
    assert RUN.progress == 0


def test_progress_is_the_share_dealt_with() -> None:
    run = replace(RUN, members=8, tally=Tally(changed=1, unchanged=1, failed=1))
    assert run.progress == 37.5


def test_progress_is_not_a_hundred_before_the_run_has_ended() -> None:
    run = replace(RUN, members=2, tally=Tally(changed=2))
    assert run.progress == 99.9


@pytest.mark.parametrize(
    "status",
    [
        Status.COMPLETED_SUCCESS,
        Status.COMPLETED_WARNING,
        Status.COMPLETED_FAILED,
        Status.COMPLETED_NO_BULKS,
    ],
)
def test_a_completed_run_is_at_exactly_a_hundred(status: Status) -> None:
    assert replace(RUN, status=status).progress == 100


@pytest.mark.parametrize("status", [Status.FAILED, Status.USER_ABORTED])
def test_a_run_that_broke_off_keeps_the_progress_it_had(status: Status) -> None:
    run = replace(RUN, status=status, members=4, tally=Tally(changed=1))
    assert run.progress == 25


def test_a_run_moves_on_and_is_not_over() -> None:
    later = NOON + timedelta(minutes=1)
    assert RUN.moved(Status.FINALIZING, later) == replace(
        RUN, status=Status.FINALIZING, status_at=later
    )


def test_a_run_that_reaches_its_end_has_ended_then() -> None:
    later = NOON + timedelta(minutes=1)
    assert RUN.moved(Status.FAILED, later).ended_at == later


@pytest.mark.parametrize("end", sorted(TERMINAL))
def test_nothing_comes_after_the_end(end: Status) -> None:
    with pytest.raises(ValueError, match=f"from {end} to RUNNING"):
        replace(RUN, status=end).moved(Status.RUNNING, NOON)


def test_a_run_does_not_skip_its_finish() -> None:
    with pytest.raises(ValueError, match="from RUNNING to COMPLETED_SUCCESS"):
        RUN.moved(Status.COMPLETED_SUCCESS, NOON)


@given(tallies, tallies)
def test_taking_back_what_was_added_changes_nothing(one: Tally, other: Tally) -> None:
    assert one + other - other == one


@given(tallies)
def test_done_leaves_repairs_out_because_they_are_changes(tally: Tally) -> None:
    assert tally.done == tally.changed + tally.unchanged + tally.failed
