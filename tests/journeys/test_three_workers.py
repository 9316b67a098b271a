"""Several workers at one run: one is killed, one frozen, one told to end.

On SQLite, a process that is frozen in the midst of a transaction keeps all others
from writing until it thaws. So there only the end counts; who froze on PostgreSQL is
done without, as anybody is who died.
"""

from collections.abc import Generator
from contextlib import ExitStack
from signal import SIGCONT, SIGSTOP, SIGTERM
from time import monotonic, sleep
from typing import Final

import pytest

from almandine.engine.run import Run
from databases.homes import Home
from journeys.worker_processes import (
    PATIENCE,
    Start,
    WorkerProcess,
    account,
    at_pace,
    has_ended,
    stamped_once,
    take_over,
    wait_for,
    wait_until_at_work,
    worker_on,
)
from store.jobs_for_tests import STAMP_ID, stamping
from store.workshop import HERE, Workshop, add_institutions

MEMBERS: Final = 4_500
FEW: Final = 2_000
PACE: Final = at_pace(5)
RECOVERY: Final = 10.0
"""Seconds within which what a worker had begun is given to others."""
FROZEN: Final = 8.0
"""Seconds: longer than the silence after which a worker counts as dead."""
DRAINED: Final = 5.0
"""Seconds within which a worker that is told to end has ended."""


@pytest.fixture
def site(blank_home: Home) -> Generator[Workshop]:
    add_institutions(blank_home)
    opened = Workshop(blank_home, institution=HERE)
    opened.know(stamping())
    yield opened
    opened.close()


def submitted(site: Workshop, members: int) -> Run:
    return site.submit(STAMP_ID, site.set_of_bibs(members))


def freeze(site: Workshop, worker: WorkerProcess) -> list[float]:
    """Freeze a worker for a while; return how soon others took over, if they could."""
    frozen_at = monotonic()
    worker.send(SIGSTOP)
    recoveries = [] if site.home.is_sqlite else [take_over(site, worker)]
    sleep(max(0.0, FROZEN - (monotonic() - frozen_at)))
    worker.send(SIGCONT)
    return recoveries


def drain(worker: WorkerProcess) -> float:
    """Tell a worker to end as a rolling upgrade does; return how long it took (s)."""
    told_at = monotonic()
    worker.send(SIGTERM)
    assert worker.process.wait(PATIENCE) == 0
    return monotonic() - told_at


def test_a_run_survives_the_loss_of_each_of_its_workers(site: Workshop) -> None:
    run = submitted(site, MEMBERS)
    with ExitStack() as stack:
        workers = [
            stack.enter_context(worker_on(site.home, Start(environment=PACE)))
            for _ in range(3)
        ]
        wait_until_at_work(site, workers, run.run_id)
        killed, frozen, told = workers
        killed.kill()
        recoveries = [take_over(site, killed), *freeze(site, frozen)]
        drained = drain(told)
        done_then = site.run_of(run.run_id).tally.done
        # Nobody is left but the one that was frozen.
        wait_for(site, run.run_id, has_ended, 2 * PATIENCE)
    print(  # noqa: T201 - figures, for whoever asks with `-s`
        f"taken over after {recoveries} s, drained in {drained:.1f} s at {done_then}"
    )
    assert done_then < MEMBERS
    assert max(recoveries) < RECOVERY
    assert drained < DRAINED
    assert account(site, run.run_id, MEMBERS) == stamped_once(MEMBERS)


def test_what_a_worker_leaves_goes_on_at_once_elsewhere(site: Workshop) -> None:
    run = submitted(site, FEW)
    with (
        worker_on(site.home, Start(environment=PACE)) as told,
        worker_on(site.home, Start(environment=PACE)) as other,
    ):
        wait_until_at_work(site, [told, other], run.run_id)
        drained = drain(told)
        done_then = site.run_of(run.run_id).tally.done
        took = take_over(site, told)
        wait_for(site, run.run_id, has_ended, 2 * PATIENCE)
    assert done_then < FEW
    assert drained + took < DRAINED
    assert account(site, run.run_id, FEW) == stamped_once(FEW)
