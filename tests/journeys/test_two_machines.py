"""Workers on two machines, and a database on a third: one of the two is cut off.

The machines are network namespaces. Only its cable is pulled: the worker that is cut
off goes on, knows nothing, and holds what it held.
"""

from collections.abc import Generator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM
from time import monotonic
from typing import Final

import pytest

from almandine.engine.run import Status, Tally
from databases.homes import made_home
from databases.postgres import serving
from journeys.namespaces import Machine, network, reason_against
from journeys.worker_processes import (
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
from store.workshop import HERE, HIDDEN, HIDE, Workshop, add_institutions

MEMBERS: Final = 3_000
RECOVERY: Final = 10.0
"""Seconds within which what a machine had begun is given to others."""
PACE: Final = at_pace(5)

pytestmark = pytest.mark.skipif(bool(reason_against()), reason=reason_against())


@dataclass(frozen=True, slots=True)
class Site:
    """Two machines at work on the same data directory and database."""

    workshop: Workshop
    machines: tuple[Machine, Machine]
    workers: tuple[WorkerProcess, WorkerProcess]


@pytest.fixture
def site(tmp_path: Path) -> Generator[Site]:
    with ExitStack() as stack:
        enter = stack.enter_context
        cables = enter(network())
        third = enter(cables.machine("db", 1))
        server = enter(serving(host=third.address, within=third.within))
        home = made_home(tmp_path / "data", server.databases)
        add_institutions(home)
        workshop = Workshop(home, institution=HERE)
        stack.callback(workshop.close)
        one, two = enter(cables.machine("one", 2)), enter(cables.machine("two", 3))
        workers = (
            enter(worker_on(home, Start(within=one.within, environment=PACE))),
            enter(worker_on(home, Start(within=two.within, environment=PACE))),
        )
        yield Site(workshop, (one, two), workers)


def test_a_machine_that_is_cut_off_is_done_without_and_comes_back(site: Site) -> None:
    workshop = site.workshop
    workshop.know(stamping())
    lost_machine, _ = site.machines
    lost, other = site.workers
    run = workshop.submit(STAMP_ID, workshop.set_of_bibs(MEMBERS))
    wait_until_at_work(workshop, site.workers, run.run_id)

    lost_machine.cut_off()
    cut_at, done_then = monotonic(), workshop.run_of(run.run_id).tally.done
    recovery = take_over(workshop, lost)
    ended = wait_for(workshop, run.run_id, has_ended)
    print(  # noqa: T201 - figures, for whoever asks with `-s`
        f"cut off at {done_then} of {MEMBERS}; taken over after {recovery:.1f} s;"
        f" ended after {monotonic() - cut_at:.1f} s"
    )
    assert done_then < MEMBERS
    assert recovery < RECOVERY
    assert account(workshop, run.run_id, MEMBERS) == stamped_once(MEMBERS)

    # Back again, and alone: what it still wanted to write is refused, and it goes on.
    lost_machine.come_back()
    other.send(SIGTERM)
    assert other.process.wait(RECOVERY) == 0
    next_run = workshop.submit(HIDE, "s1", HIDDEN)
    ended_next = wait_for(workshop, next_run.run_id, has_ended)
    assert lost.process.poll() is None
    assert (ended_next.status, ended_next.tally) == (
        Status.COMPLETED_SUCCESS,
        Tally(changed=MEMBERS),
    )
    assert workshop.run_of(run.run_id) == ended
    assert account(workshop, run.run_id, MEMBERS) == stamped_once(MEMBERS)
