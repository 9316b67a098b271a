"""Workers that come back under their old name, or whose clock is wrong."""

from collections.abc import Generator
from typing import Final

import pytest

from almandine.engine.run import Status, Tally
from databases.homes import Home
from journeys.worker_processes import (
    Start,
    account,
    at_pace,
    has_ended,
    stamped_once,
    until,
    wait_for,
    wait_until_at_work,
    worker_on,
)
from journeys.wrong_clocks import amiss_beside_a_wrong_clock, known
from store.jobs_for_tests import STAMP_ID, stamping
from store.workshop import HERE, HIDDEN, HIDE, Workshop, add_institutions

MEMBERS: Final = 1_500
RECOVERY: Final = 10.0
"""Seconds within which a run goes on."""
HOUR: Final = 3600.0
PACE: Final = at_pace(5)


@pytest.fixture
def site(blank_home: Home) -> Generator[Workshop]:
    add_institutions(blank_home)
    opened = Workshop(blank_home, institution=HERE)
    opened.know(stamping())
    yield opened
    opened.close()


def test_a_worker_that_returns_under_its_name_goes_on_with_its_run(
    site: Workshop,
) -> None:
    run = site.submit(STAMP_ID, site.set_of_bibs(MEMBERS))
    named = Start(worker_id="the-same", environment=PACE)
    with worker_on(site.home, named) as former:
        wait_until_at_work(site, [former], run.run_id)
        wait_for(site, run.run_id, lambda run: run.tally.done > 0)
        former.kill()
        attempt = site.run_of(run.run_id).attempt
    with worker_on(site.home, named):
        wait_for(site, run.run_id, lambda run: run.attempt > attempt, RECOVERY)
        wait_for(site, run.run_id, has_ended)
    assert account(site, run.run_id, MEMBERS) == stamped_once(MEMBERS)


def test_two_workers_of_the_same_name_do_nothing_twice(site: Workshop) -> None:
    run = site.submit(STAMP_ID, site.set_of_bibs(MEMBERS))
    named = Start(worker_id="the-same", environment=PACE)
    with worker_on(site.home, named) as former:
        wait_until_at_work(site, [former], run.run_id)
        with worker_on(site.home, named):
            wait_for(site, run.run_id, has_ended)
    assert account(site, run.run_id, MEMBERS) == stamped_once(MEMBERS)


def test_a_worker_that_was_buried_alive_is_known_again_and_takes_runs(
    site: Workshop,
) -> None:
    with worker_on(site.home, Start(environment=PACE)) as buried:
        until(lambda: buried.worker_id in known(site.home), "a beat", site.home)
        site.home.execute("DELETE FROM worker")
        until(lambda: buried.worker_id in known(site.home), "a beat", site.home)
        run = site.submit(HIDE, site.set_of_bibs(20), HIDDEN)
        ended = wait_for(site, run.run_id, has_ended)
    assert (ended.status, ended.tally) == (Status.COMPLETED_SUCCESS, Tally(changed=20))


@pytest.mark.parametrize("skew", [-HOUR, HOUR], ids=["behind", "ahead"])
def test_a_clock_that_is_wrong_neither_buries_nor_hides(
    site: Workshop, skew: float
) -> None:
    if site.home.is_sqlite:
        pytest.skip("all workers on SQLite are on one machine, which has one clock")
    wrong = Start(environment=at_pace(5, skew=skew))
    assert list(amiss_beside_a_wrong_clock(site, wrong)) == []
