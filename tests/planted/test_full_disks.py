"""Runs that give up on a full disk, or leave files, are noticed (R6)."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from almandine.engine.run import Status
from databases.homes import made_home
from databases.postgres import Databases
from journeys.full_disks import (
    MEMBERS,
    WAITED,
    export_without_room,
    in_want_of_room,
    opened,
)
from journeys.tight_places import Disk, reason_against, small_disk
from journeys.worker_processes import at_pace, worker_on
from planted.worker import give_up, leave_files, with_bug

KIB: Final = 12 * 1024
SOON: Final = 1.0
"""Seconds."""

pytestmark = pytest.mark.skipif(bool(reason_against()), reason=reason_against())


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    with small_disk(tmp_path / "disk", kib=KIB) as mounted:
        yield mounted


def test_a_run_that_is_broken_off_for_want_of_room_is_found(disk: Disk) -> None:
    impatient = with_bug(give_up, at_pace(1))
    with opened(made_home(disk.root / "data", None)) as site:
        found = in_want_of_room(site, disk, left=300, start=impatient)
    assert found != WAITED
    assert found.account.status is Status.FAILED


def test_files_that_are_left_by_an_export_that_failed_are_found(
    disk: Disk, postgres: Databases
) -> None:
    home = made_home(disk.root / "data", postgres)
    untidy = with_bug(leave_files, at_pace(0))
    with opened(home) as site, worker_on(home, untidy):
        everything = site.set_of_bibs(MEMBERS)
        disk.fill(but=100)
        export = export_without_room(site, everything, seconds=SOON)
    home.removed()
    assert (export.status, export.files) != (Status.FAILED, [])
