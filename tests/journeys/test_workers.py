"""Real worker processes on one database: killed, restarted, taking over."""

import signal
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from time import monotonic, sleep
from typing import Final

import pytest

from almandine.engine.run import Status, Tally
from databases.homes import Home
from journeys.worker_processes import (
    PLAIN,
    WorkerProcess,
    has_ended,
    wait_for,
    worker_on,
)
from store.workshop import HERE, HIDDEN, HIDE, Workshop, add_institutions, bib_of

MEMBERS: Final = 2_000
RECOVERY: Final = 10.0
"""Seconds within which another worker has finished what a dead one began."""
PATIENCE: Final = 30.0
"""Seconds that anything may take on a busy machine."""

SMALL_CHUNKS: Final = replace(PLAIN, environment={"ALMANDINE_CHUNK_SIZE": "5"})


@pytest.fixture
def site(blank_home: Home) -> Generator[Workshop]:
    add_institutions(blank_home)
    opened = Workshop(blank_home, institution=HERE)
    yield opened
    opened.close()


def test_a_run_that_nobody_carried_out_waits_for_the_next_worker(
    site: Workshop,
) -> None:
    run = site.submit(HIDE, site.set_of_bibs(20), HIDDEN)
    site.close()
    again = Workshop(site.home)
    with worker_on(site.home):
        ended = wait_for(again, run.run_id, has_ended, PATIENCE)
    again.close()
    assert (ended.status, ended.tally) == (Status.COMPLETED_SUCCESS, Tally(changed=20))


def test_another_worker_finishes_what_a_killed_one_began(site: Workshop) -> None:
    run = site.submit(HIDE, site.set_of_bibs(MEMBERS), HIDDEN)
    with (
        worker_on(site.home, SMALL_CHUNKS) as first,
        worker_of_second_rank(site, run.run_id),
    ):
        first.kill()
        killed_at = site.run_of(run.run_id).tally
        ended = wait_for(site, run.run_id, has_ended, RECOVERY)
    events = site.events_of(run.run_id)
    assert killed_at.done < MEMBERS
    assert (ended.status, ended.tally, ended.attempt) == (
        Status.COMPLETED_SUCCESS,
        Tally(changed=MEMBERS),
        3,
    )
    assert Counter(event.record_id for event in events) == Counter(
        bib_of(number).mms_id for number in range(1, MEMBERS + 1)
    )
    assert {event.outcome for event in events} == {"changed"}


@pytest.mark.parametrize("owner", ["ghost", "w1"], ids=["buried", "unaware"])
def test_a_run_that_a_worker_has_without_working_at_it_is_found(
    site: Workshop, owner: str
) -> None:
    """A worker died before its heart beat again, or never heard that it has the run."""
    with worker_on(site.home, replace(PLAIN, worker_id="w1")) as worker:
        first = site.submit(HIDE, site.set_of_bibs(3), HIDDEN)
        wait_for(site, first.run_id, has_ended, PATIENCE)
        freeze_at_rest(site, worker)
        run = site.submit(HIDE, "s1", HIDDEN)
        schema = "" if site.home.is_sqlite else "dbos."
        site.home.execute(
            f"UPDATE {schema}workflow_status SET status = 'PENDING',"  # noqa: S608 - constants
            f" executor_id = '{owner}' WHERE status = 'ENQUEUED'"
        )
        worker.send(signal.SIGCONT)
        ended = wait_for(site, run.run_id, has_ended, PATIENCE)
    assert (ended.status, ended.tally) == (Status.COMPLETED_SUCCESS, Tally(unchanged=3))


def freeze_at_rest(site: Workshop, worker: WorkerProcess) -> None:
    """Freeze a worker when it does not hold the one lock of an SQLite file."""
    until = monotonic() + PATIENCE
    worker.send(signal.SIGSTOP)
    while site.home.is_locked():
        assert monotonic() < until, "the worker never lets go of the database"
        worker.send(signal.SIGCONT)
        sleep(0.02)
        worker.send(signal.SIGSTOP)


@contextmanager
def worker_of_second_rank(site: Workshop, run_id: str) -> Generator[None]:
    """Start a second worker once the first has begun; it finds nothing to do."""
    wait_for(site, run_id, lambda run: run.tally.done > 0, PATIENCE)
    with worker_on(site.home):
        wait_for(site, run_id, lambda run: run.tally.done > 500, PATIENCE)
        yield
