"""What a crash of the server takes back is missed, where a bug counts on it (R5).

The server puts nothing on disk that nobody waits for: so a crash that is told to come
after a commit takes it back each time.
"""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from almandine.store.transaction import SqlStore, SqlTx
from journeys.restarts import LONG, Plan, Restarting, server_and_site
from planted.ranges import UnsureRanges
from planted.stores import plant, with_parts
from store.aborting import Eventful

LAZY: Final = {"fsync": "off", "full_page_writes": "off", "wal_writer_delay": "10s"}
PLAN: Final = Plan(restarts=1, short=1, long=1, every=(0, 0), seed=1)
CHUNK: Final = 100
SECOND: Final = 9
"""The writing transaction of a run that stores its second chunk."""


class HastySubmissions(SqlStore):
    """Answers before a submission is on disk."""

    @contextmanager
    def submission(self) -> Generator[SqlTx]:
        with self.write() as tx:
            yield tx


@pytest.fixture
def restarting(tmp_path: Path) -> Generator[Restarting]:
    with server_and_site(PLAN, tmp_path, settings=LAZY) as opened:
        # Waits for the disk, and so for all that was committed before.
        opened.submit("long0")
        yield opened


def crash(restarting: Restarting) -> None:
    restarting.server.stop("immediate")
    restarting.server.start()


def test_a_range_that_is_stored_whatever_was_taken_back_is_found(
    restarting: Restarting,
) -> None:
    site = restarting.site
    plant(site.app, site.institution, with_parts(ranges=UnsureRanges))
    store = Eventful(site.store, {SECOND: lambda: crash(restarting)}, {}, {})
    worker = site.at_bench(store=store, chunk_size=CHUNK, range_size=LONG)
    (run_id,) = restarting.accepted
    worker.execute(run_id)
    assert restarting.found().lost > 0


def test_a_submission_that_does_not_wait_for_the_disk_is_found(
    restarting: Restarting,
) -> None:
    plant(restarting.site.app, restarting.site.institution, HastySubmissions)
    restarting.submit("short0")
    crash(restarting)
    assert restarting.found().missing == 1
