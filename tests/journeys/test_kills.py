"""kill -9 of workers amid runs over 100,000 bibs: exactly once, all the same.

The instants come from a seed, which is printed. ALMANDINE_KILL_SEED replays one, and
ALMANDINE_KILLS asks for more of them.
"""

import os
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from itertools import islice
from pathlib import Path
from random import Random, SystemRandom
from typing import Any, Final

import pytest
from sqlalchemy import Connection, func, insert, literal, select

from almandine.app import App
from almandine.records.kind import Kind
from almandine.records.sample import CONFIGURATION, INSTITUTION, bibs
from almandine.store.tables.records import bib, bib_text
from almandine.store.tables.runs import run_event
from databases.homes import Home
from journeys.killing import Killer
from journeys.service import Service, make_site, serving
from journeys.small_catalogue import ALL_BIBS, SEED

BIBS: Final = 100_000
MADE: Final = 5_000
"""Bibs that are stored one by one; the others are copies under other ids."""
KILLS: Final = int(os.environ.get("ALMANDINE_KILLS", "20"))
"""In all: half of them for each kind of job."""
MOST_RUNS: Final = 2 * KILLS
"""For each kind of job."""
RECOVERY: Final = timedelta(seconds=10)
CHUNK: Final = 1000
SUPPRESS: Final = "task_MmsTaggingParams_boolean"
FORMAT: Final = "task_ExportBibParams_outputFormat_string"

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="processes are found in /proc"
)


@pytest.fixture(scope="module")
def app(shared_home: Home) -> Iterator[App]:
    """Open the data directory to fill it and to look into it."""
    with closing(App(shared_home.settings)) as opened:
        yield opened


@pytest.fixture(scope="module")
def service(shared_home: Home, app: App) -> Iterator[Service]:
    """Serve 100,000 bibs with two workers."""
    key = make_site(shared_home, CONFIGURATION)
    fill(app)
    with serving(shared_home, key, workers=2) as running:
        yield running


def fill(app: App) -> None:
    """Store the bibs: some as every bib is stored, and copies of their rows."""
    made = bibs(SEED, MADE)
    while chunk := list(islice(made, CHUNK)):
        with app.store_of(INSTITUTION).write() as tx:
            tx.records.write(Kind.BIB, chunk)
    with app.database.writing() as connection:
        for number in range(1, BIBS // MADE):
            copy_bibs(connection, f"99{number:02d}")


def copy_bibs(connection: Connection, prefix: str) -> None:
    """Copy the bibs of the sample, with another beginning of their ids."""
    for table in (bib, bib_text):
        key = table.c.mms_id
        copied = [
            literal(prefix) + func.substr(key, len(prefix) + 1) if each is key else each
            for each in table.c
        ]
        rows = select(*copied).where(key.like("9990%"))
        connection.execute(insert(table).from_select(list(table.c), rows))


@pytest.fixture
def killer(service: Service, app: App) -> Killer:
    """Return a killer with a seed that is told."""
    seed = int(os.environ.get("ALMANDINE_KILL_SEED", SystemRandom().getrandbits(32)))
    print(f"replay with ALMANDINE_KILL_SEED={seed}")  # noqa: T201 - shown on failure
    return Killer(service, app, Random(seed))  # noqa: S311 - to be repeated


def test_every_bib_is_changed_exactly_once(
    service: Service, app: App, killer: Killer
) -> None:
    left, suppress = KILLS // 2, True
    for _ in range(MOST_RUNS):
        if not left:
            break
        before = suppressed(app)
        link = service.start("M902", set_id=ALL_BIBS, **{SUPPRESS: str(suppress)})
        run_id = link.rpartition("/")[2]
        left -= killer.harass(run_id, left)
        ended = service.ended(link)
        own: Any = service.get(f"/api/v1/runs/{run_id}")
        changed = BIBS - before if suppress else before
        assert ended["status"]["value"] == "COMPLETED_SUCCESS"
        assert suppressed(app) == (BIBS if suppress else 0)
        assert events(app, run_id) == (BIBS, BIBS)
        assert tally(own) == (BIBS, changed, BIBS - changed, 0)
        suppress = not suppress
    assert not left, "runs end before anybody hits them"
    assert max(killer.recoveries) < RECOVERY
    tell(killer)


def test_an_export_has_the_same_bytes_as_one_in_peace(
    service: Service, killer: Killer
) -> None:
    calm = service.run("M44", set_id=ALL_BIBS, **{FORMAT: "MARC21"})
    [expected] = service.files(calm["id"])
    left = KILLS - KILLS // 2
    for _ in range(MOST_RUNS):
        if not left:
            break
        link = service.start("M44", set_id=ALL_BIBS, **{FORMAT: "MARC21"})
        run_id = link.rpartition("/")[2]
        left -= killer.harass(run_id, left)
        ended = service.ended(link)
        own: Any = service.get(f"/api/v1/runs/{run_id}")
        [file] = service.files(run_id)
        assert ended["status"]["value"] == "COMPLETED_SUCCESS"
        assert sha256(file).hexdigest() == sha256(expected).hexdigest()
        assert tally(own) == (BIBS, BIBS, 0, 0)
    assert not left, "runs end before anybody hits them"
    assert max(killer.recoveries) < RECOVERY
    tell(killer)


def tell(killer: Killer) -> None:
    """Print the figures, for whoever asks with `-s`."""
    longest = max(killer.recoveries).total_seconds()
    print(f"{len(killer.recoveries)} kills; longest recovery {longest:.1f} s")  # noqa: T201 - figures


def suppressed(app: App) -> int:
    """Return how many bibs are suppressed."""
    query = select(func.count()).select_from(bib).where(bib.c.suppressed)
    with app.database.reading() as connection:
        return connection.execute(query).scalar_one()


def events(app: App, run_id: str) -> tuple[int, int]:
    """Return how many events a run has, and of how many records."""
    query = select(func.count(), func.count(run_event.c.record_id.distinct())).where(
        run_event.c.run_id == run_id
    )
    with app.database.reading() as connection:
        all_events, records = connection.execute(query).one()
    return all_events, records


def tally(own: dict[str, int]) -> tuple[int, int, int, int]:
    """Return the numbers of a run: members, changed, unchanged, failed."""
    return own["members"], own["changed"], own["unchanged"], own["failed"]
