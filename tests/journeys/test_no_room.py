"""Full disks, directories that cannot be written, few files and little memory.

Where the database cannot write, a run waits and goes on as soon as there is room.
Where only the data directory cannot be written, the database tells why the run failed.
"""

import shutil
from collections.abc import Generator
from pathlib import Path
from tempfile import gettempdir
from typing import Final

import pytest

from almandine.engine.run import Status
from databases.homes import Home, made_home
from databases.postgres import Databases, Server
from journeys.full_disks import (
    BINARY,
    MEMBERS,
    WAITED,
    export_without_room,
    in_want_of_room,
    opened,
    succeeds,
)
from journeys.tight_places import Disk, reason_against, small_disk
from journeys.worker_processes import (
    LOG,
    PLAIN,
    Start,
    has_ended,
    wait_for,
    worker_on,
)
from store.workshop import (
    EXPORT,
    HERE,
    Workshop,
)

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


@needs_disks
def test_a_run_waits_while_the_disk_of_sqlite_is_full(disk: Disk) -> None:
    home = made_home(disk.root / "data", None)
    with opened(home) as site:
        assert in_want_of_room(site, disk, left=300) == WAITED
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
                found = in_want_of_room(site, disk, left=600, server=server)
                assert found == WAITED
        finally:
            server.stop()


@needs_disks
def test_an_export_fails_with_its_reason_while_the_data_directory_is_full(
    disk: Disk, postgres: Databases
) -> None:
    home = made_home(disk.root / "data", postgres)
    with opened(home) as site, worker_on(home):
        everything = site.set_of_bibs(MEMBERS)
        disk.fill(but=100)
        export = export_without_room(site, everything)
        disk.make_room()
        again = site.submit(EXPORT, everything, [BINARY])
        assert wait_for(site, again.run_id, has_ended).tally.changed == MEMBERS
    home.removed()
    assert (export.status, export.files) == (Status.FAILED, [])
    assert ["No space left on device" in note for note in export.notes] == [True]


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
            export = export_without_room(site, everything)
            disk.open()
            again = site.submit(EXPORT, everything, [BINARY])
            assert wait_for(site, again.run_id, has_ended).tally.changed == MEMBERS
    home.removed()
    assert (export.status, export.files) == (Status.FAILED, [])
    assert ["Read-only file system" in note for note in export.notes] == [True]


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
