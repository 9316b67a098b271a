"""Two workers at one run, of whom one goes by a wrong clock, and dies."""

from collections.abc import Generator
from time import monotonic, sleep
from typing import Final

from databases.homes import Home
from journeys.worker_processes import (
    Start,
    account,
    at_pace,
    has_ended,
    stamped_once,
    take_over,
    wait_for,
    wait_until_at_work,
    worker_on,
)
from store.jobs_for_tests import STAMP_ID
from store.workshop import Workshop

MEMBERS: Final = 2_400
RECOVERY: Final = 10.0
"""Seconds within which a run goes on."""
_BETWEEN_LOOKS: Final = 0.05
_LOOKS: Final = 2.5
"""Seconds in which each looks around twice, and buries whom it takes for dead."""


def known(home: Home) -> set[str]:
    """Return the workers whose hearts were heard, and that were not buried."""
    return {str(row[0]) for row in home.rows("SELECT worker_id FROM worker")}


def _is_any_buried(home: Home, workers: set[str]) -> bool:
    """Tell whether one of these is forgotten, until its next beat brings it back.

    Looks for as long as they look around twice.
    """
    give_up_at = monotonic() + _LOOKS
    while monotonic() < give_up_at:
        if known(home) != workers:
            return True
        sleep(_BETWEEN_LOOKS)
    return False


def amiss_beside_a_wrong_clock(site: Workshop, wrong: Start) -> Generator[str]:
    """Let a worker with a wrong clock die amid a run; yield what must not have been."""
    run = site.submit(STAMP_ID, site.set_of_bibs(MEMBERS))
    with (
        worker_on(site.home, wrong) as skewed,
        worker_on(site.home, Start(environment=at_pace(5))) as right,
    ):
        wait_until_at_work(site, [skewed, right], run.run_id)
        # A worker is said to have its place a moment before it takes it.
        wait_for(site, run.run_id, lambda run: run.attempt > 1)
        if _is_any_buried(site.home, {skewed.worker_id, right.worker_id}):
            yield "one of them was buried alive"
        # One attempt for each worker: neither took anything from the other.
        if (attempts := site.run_of(run.run_id).attempt) != 2:
            yield f"{attempts} attempts of two workers"
        skewed.kill()
        recovery = take_over(site, skewed)
        if recovery >= RECOVERY:
            yield f"{recovery:.1f} s until the other one took over"
        wait_for(site, run.run_id, has_ended)
    if (came_of_it := account(site, run.run_id, MEMBERS)) != stamped_once(MEMBERS):
        yield str(came_of_it)
