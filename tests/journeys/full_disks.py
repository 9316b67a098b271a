"""Runs on a full disk: some wait for room, and exports fail and leave nothing."""

import os
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Final

from almandine.engine.ports import Unavailable
from almandine.engine.run import Status, Tally
from databases.homes import Home
from databases.postgres import Server
from journeys.tight_places import Disk
from journeys.worker_processes import (
    Account,
    Start,
    account,
    at_pace,
    has_ended,
    stamped_once,
    until,
    wait_for,
    worker_on,
)
from store.jobs_for_tests import STAMP_ID, stamping
from store.workshop import EXPORT, HERE, HIDDEN, HIDE, Workshop, add_institutions

MEMBERS: Final = 3_000
BINARY: Final = ("task_ExportBibParams_outputFormat_string", "ISO2709")
_A_WHILE: Final = 6.0
"""Seconds; more than a worker lets pass between two tries."""
_AT_LEAST: Final = 2.0
"""Seconds of them with the run in hand, however late its worker comes."""
_TIDY: Final = 60.0
"""Seconds within which the files of a run that failed have to be removed."""
_STAMPING: Final = Start(environment=at_pace(1))


@contextmanager
def opened(home: Home) -> Generator[Workshop]:
    """Open a service with an institution that has nothing yet."""
    add_institutions(home)
    with closing(Workshop(home, institution=HERE)) as site:
        site.know(stamping())
        yield site


@dataclass(frozen=True, slots=True)
class InWant:
    """What became of a run that found the disk full."""

    gave_up: bool
    """Whether it ended while there was no room."""
    died: bool
    """Whether its worker did."""
    account: Account


WAITED: Final = InWant(gave_up=False, died=False, account=stamped_once(MEMBERS))


def in_want_of_room(
    site: Workshop,
    disk: Disk,
    *,
    left: int,
    server: Server | None = None,
    start: Start = _STAMPING,
) -> InWant:
    """Run a job while only so many KiB are left, and make room after a while."""
    everything = site.set_of_bibs(MEMBERS)
    run = site.submit(STAMP_ID, everything)
    disk.fill(but=left)
    with worker_on(site.home, start) as worker:
        took = until(lambda: _has_begun(site, run.run_id), "a worker", site.home)
        sleep(max(_A_WHILE - took, _AT_LEAST))
        died = worker.process.poll() is not None
        disk.make_room()
        if server:
            # It ends by itself where even its recovery finds no room.
            server.revive()
        waiting = site.run_of(run.run_id)
        wait_for(site, run.run_id, has_ended)
        succeeds(site, everything)
    return InWant(has_ended(waiting), died, account(site, run.run_id, MEMBERS))


def _has_begun(site: Workshop, run_id: str) -> bool:
    try:
        return site.run_of(run_id).attempt > 0
    except Unavailable:
        # The server has ended for want of room, and who but the run can have taken it?
        return True


def succeeds(site: Workshop, set_id: str) -> None:
    """Run one more job, with the worker that is there."""
    run = site.submit(HIDE, set_id, HIDDEN)
    ended = wait_for(site, run.run_id, has_ended)
    assert (ended.status, ended.tally) == (
        Status.COMPLETED_SUCCESS,
        Tally(changed=MEMBERS),
    )


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export left that could not write its file."""

    status: Status
    notes: Sequence[str]
    """What its report says."""
    files: Sequence[str]
    """What lies there still."""


def export_without_room(
    site: Workshop, set_id: str, *, seconds: float = _TIDY
) -> Exported:
    """Run an export that cannot write its file; give its worker time to tidy up."""
    run = site.submit(EXPORT, set_id, [BINARY])
    ended = wait_for(site, run.run_id, has_ended)
    notes = [each.message for each in site.events_of(run.run_id)]
    root = site.app.workspace_of(site.institution).path(run.run_id, "")
    # Removed after the commit that tells of the failure.
    give_up_at = monotonic() + seconds
    while (files := _files_below(root)) and monotonic() < give_up_at:
        sleep(0.02)
    return Exported(ended.status, notes, files)


def _files_below(root: os.PathLike[str]) -> list[str]:
    return sorted(name for _, _, names in os.walk(root) for name in names)
