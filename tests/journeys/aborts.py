"""Runs of a real worker that are asked to stop at random instants."""

from dataclasses import dataclass
from random import Random
from time import monotonic, sleep
from typing import Final

from almandine.engine.abort import abort
from almandine.engine.run import Status
from almandine.engine.thresholds import Limits
from databases.homes import Home
from journeys.worker_processes import Start, at_pace, has_ended, wait_for, worker_on
from store.jobs_for_tests import STAMP_ID, stamping
from store.workshop import HERE, Workshop, add_institutions

MEMBERS: Final = 2_000
CHUNK: Final = 20
_OFTEN: Final = Limits(max_starts=1_000_000)
_LATEST: Final = 3.0
"""Seconds after its submission at which a run is asked to stop at the latest."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a run ended that was asked to stop."""

    status: Status
    seconds: float
    """From the request to the end."""
    is_whole: bool
    """Whether whole chunks were done, and counted."""


def stop_runs(home: Home, *, times: int, seed: int) -> list[Stopped]:
    """Submit runs one after the other, and stop each somewhere."""
    add_institutions(home)
    site = Workshop(home, institution=HERE)
    site.know(stamping())
    set_id = site.set_of_bibs(MEMBERS)
    chance = Random(seed)  # noqa: S311 - to be repeated
    start = Start(environment=at_pace(5, chunk_size=CHUNK, range_size=500))
    with worker_on(home, start):
        stopped = [_stop_one(site, set_id, chance) for _ in range(times)]
    site.close()
    return stopped


def _stop_one(site: Workshop, set_id: str, chance: Random) -> Stopped:
    run = site.submit(STAMP_ID, set_id, limits=_OFTEN)
    sleep(chance.uniform(0, _LATEST))
    asked_at = monotonic()
    with site.store.write() as tx:
        abort(run.run_id, tx=tx, now=site.clock.now())
    ended = wait_for(site, run.run_id, has_ended)
    seconds = monotonic() - asked_at
    done = len(site.events_of(run.run_id))
    is_whole = done == ended.tally.done and done % CHUNK == 0
    return Stopped(ended.status, seconds, is_whole)
