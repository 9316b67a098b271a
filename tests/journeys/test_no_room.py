"""Full disks, directories that cannot be written, few files and little memory.

Where the database cannot write, a run waits and goes on as soon as there is room.
Where only the data directory cannot be written, the database tells why the run failed.
"""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from time import sleep
from typing import Final

import pytest

from almandine.engine.run import Run, Status, Tally
from databases.homes import Home, made_home
from databases.postgres import Databases, Server
from journeys.tight_places import Disk, reason_against, small_disk
from journeys.worker_processes import (
    LOG,
    PLAIN,
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
from store.workshop import (
    EXPORT,
    HERE,
    HIDDEN,
    HIDE,
    Workshop,
    add_institutions,
)

MEMBERS: Final = 3_000
BINARY: Final = ("task_ExportBibParams_outputFormat_string", "ISO2709")
A_WHILE: Final = 6.0
"""Seconds; more than a worker lets pass between two tries."""
DATA_KIB: Final = 12 * 1024
SERVER_KIB: Final = 160 * 1024

needs_disks: Final = pytest.mark.skipif(bool(reason_against()), reason=reason_against())
needs_limits: Final = pytest.mark.skipif(
    shutil.which("prlimit") is None, reason="there is no `prlimit` to set limits with"
)


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Disk]:
    with small_disk(tmp_path / "disk", kib=DATA_KIB) as mounted:
        yield mounted


@contextmanager
def opened(home: Home) -> Generator[Workshop]:
    add_institutions(home)
    site = Workshop(home, institution=HERE)
    site.know(stamping())
    yield site
    site.close()


def waits_for_room(
    site: Workshop, disk: Disk, *, left: int, server: Server | None = None
) -> None:
    """Run a job while only so many KiB are left, and make room after a while."""
    everything = site.set_of_bibs(MEMBERS)
    run = site.submit(STAMP_ID, everything)
    disk.fill(but=left)
    with worker_on(site.home, Start(environment=at_pace(1))) as worker:
        sleep(A_WHILE)
        assert worker.process.poll() is None
        disk.make_room()
        if server:
            # It ends by itself where even its recovery finds no room.
            server.revive()
        waiting = site.run_of(run.run_id)
        wait_for(site, run.run_id, has_ended)
        succeeds(site, everything)
    assert not has_ended(waiting)
    assert account(site, run.run_id, MEMBERS) == stamped_once(MEMBERS)


def succeeds(site: Workshop, set_id: str) -> None:
    """Run one more job, with the worker that is there."""
    run = site.submit(HIDE, set_id, HIDDEN)
    ended = wait_for(site, run.run_id, has_ended)
    assert (ended.status, ended.tally) == (
        Status.COMPLETED_SUCCESS,
        Tally(changed=MEMBERS),
    )


@needs_disks
def test_a_run_waits_while_the_disk_of_sqlite_is_full(disk: Disk) -> None:
    home = made_home(disk.root / "data", None)
    with opened(home) as site:
        waits_for_room(site, disk, left=300)
        # The log lies on the same disk: a line that is lost ends nobody.
        assert (disk.root / LOG).exists()
        assert home.rows("PRAGMA integrity_check") == [("ok",)]


def reachable(directory: Path) -> None:
    """Let the account that the server runs as come to a directory of the tests."""
    for each in (directory, *directory.parents):
        if Path(gettempdir()) in each.parents:
            each.chmod(0o755)


@needs_disks
def test_a_run_waits_while_the_disk_of_the_server_is_full(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", kib=SERVER_KIB) as disk:
        reachable(disk.root)
        server = Server(disk.root / "server")
        server.make()
        server.start()
        try:
            home = made_home(tmp_path / "data", server.databases)
            with opened(home) as site:
                waits_for_room(site, disk, left=600, server=server)
        finally:
            server.stop()


def failed_export(site: Workshop, set_id: str) -> tuple[Run, str]:
    """Run an export that cannot write its file; return it, and what its report says."""
    run = site.submit(EXPORT, set_id, [BINARY])
    ended = wait_for(site, run.run_id, has_ended)
    notes = [each.message for each in site.events_of(run.run_id)]
    root = site.app.workspace_of(site.institution).path(run.run_id, "")
    # Removed after the commit that tells of the failure.
    until(
        lambda: not any(files for _, _, files in os.walk(root)),
        "the files to be removed",
        site.home,
    )
    assert len(notes) == 1
    return ended, notes[0]


@needs_disks
def test_an_export_fails_with_its_reason_while_the_data_directory_is_full(
    disk: Disk, postgres: Databases
) -> None:
    home = made_home(disk.root / "data", postgres)
    with opened(home) as site, worker_on(home):
        everything = site.set_of_bibs(MEMBERS)
        disk.fill(but=100)
        ended, note = failed_export(site, everything)
        disk.make_room()
        again = site.submit(EXPORT, everything, [BINARY])
        assert wait_for(site, again.run_id, has_ended).tally.changed == MEMBERS
    home.removed()
    assert ended.status is Status.FAILED
    assert "No space left on device" in note


@needs_disks
def test_an_export_fails_with_its_reason_where_nothing_can_be_written(
    disk: Disk, postgres: Databases, tmp_path: Path
) -> None:
    made = made_home(disk.root / "data", postgres)
    # Its log elsewhere, since a file that is open would keep the disk open.
    outside = tmp_path / "data"
    outside.symlink_to(made.directory)
    home = Home(outside, made.url, postgres)
    with opened(home) as site:
        everything = site.set_of_bibs(MEMBERS)
        disk.close()
        with worker_on(home):
            ended, note = failed_export(site, everything)
            disk.open()
            again = site.submit(EXPORT, everything, [BINARY])
            assert wait_for(site, again.run_id, has_ended).tally.changed == MEMBERS
    home.removed()
    assert ended.status is Status.FAILED
    assert "Read-only file system" in note


@needs_disks
def test_on_a_read_only_disk_sqlite_starts_no_worker_and_loses_nothing(
    disk: Disk, tmp_path: Path
) -> None:
    made = made_home(disk.root / "data", None)
    outside = tmp_path / "data"
    outside.symlink_to(made.directory)
    home = Home(outside)
    with opened(home) as site:
        everything = site.set_of_bibs(MEMBERS)
    disk.close()
    with worker_on(home) as worker:
        assert worker.process.wait(30) == 1
    disk.open()
    with worker_on(home):
        again = Workshop(home, institution=HERE)
        succeeds(again, everything)
        again.close()
    said = (tmp_path / LOG).read_text(encoding="utf-8")
    assert "the database cannot be used" in said


@needs_limits
@pytest.mark.parametrize("limit", ["--nofile=64", f"--as={512 * 2**20}"])
def test_a_worker_does_with_64_files_and_512_megabytes(
    blank_home: Home, limit: str
) -> None:
    tight = Start(within=("prlimit", limit), program=PLAIN.program)
    with opened(blank_home) as site, worker_on(blank_home, tight):
        everything = site.set_of_bibs(MEMBERS)
        succeeds(site, everything)
        exported = site.submit(EXPORT, everything, [BINARY])
        ended = wait_for(site, exported.run_id, has_ended)
        assert (ended.status, ended.tally.changed) == (
            Status.COMPLETED_SUCCESS,
            MEMBERS,
        )
