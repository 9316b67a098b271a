"""Runs go on while the PostgreSQL server crashes in their midst."""

from contextlib import suppress
from pathlib import Path
from random import SystemRandom
from typing import Final

from journeys.restarts import LONG, Found, Plan, Restarting, restarts, server_and_site
from store.aborting import Eventful
from store.crashes import Crash

RECOVERY: Final = 10.0
LAZY: Final = {"fsync": "off", "full_page_writes": "off", "wal_writer_delay": "10s"}
"""Puts nothing on disk that nobody waits for."""
SECOND_RANGE: Final = 4
DROP: Final = 1
"""Writing transactions of a run's first and second attempt, counted from 0."""


def test_runs_outlive_crashes_of_the_database(tmp_path: Path) -> None:
    seed = SystemRandom().getrandbits(32)
    print(f"replay with python -m chaos restarts --seed {seed}")  # noqa: T201 - shown on failure
    plan = Plan(restarts=2, short=20, long=2, every=(3, 6), seed=seed)
    found = restarts(plan, tmp_path)
    assert found == Found(
        restarts=2,
        runs=found.runs,
        missing=0,
        stuck=0,
        failed=0,
        lost=0,
        doubled=0,
        longest_recovery=found.longest_recovery,
    )
    assert found.longest_recovery < RECOVERY


def die() -> None:
    raise Crash


def crash(restarting: Restarting) -> None:
    restarting.server.stop("immediate")
    restarting.server.start()


def test_ranges_that_a_crash_brings_back_are_not_in_the_way(tmp_path: Path) -> None:
    plan = Plan(restarts=1, short=0, long=1, every=(0, 0), seed=1)
    with server_and_site(plan, tmp_path, settings=LAZY) as restarting:
        restarting.submit("long0")
        site, [run_id] = restarting.site, list(restarting.accepted)
        for at, happen in ((SECOND_RANGE, die), (DROP, lambda: crash(restarting))):
            store = Eventful(site.store, {}, {}, {at: happen})
            worker = site.at_bench(store=store, chunk_size=LONG, range_size=LONG // 4)
            with suppress(Crash):
                worker.execute(run_id)
        found = restarting.found()
    assert (found.stuck, found.failed, found.lost, found.doubled) == (0, 0, 0, 0)
