"""kill -9 of the worker amid an import: each record is stored once, all the same.

The instants come from a seed, which is printed. ALMANDINE_KILL_SEED replays one.
"""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from random import Random, SystemRandom
from typing import Final

import pytest
from sqlalchemy import select

from almandine.app import App
from almandine.records.sample import CONFIGURATION
from almandine.store.tables.imports import import_line
from almandine.store.tables.records import record_key
from databases.homes import Home
from journeys.killing import Killer
from journeys.service import UNHURRIED, Service, make_site, serving
from journeys.test_imports import IMPORTING, JOB, counted
from store.importing import vendor_records

RECORDS: Final = 6_000
TWICE: Final = 500
"""So many of them stand in the file a second time, at its end."""
KILLS: Final = 3

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/cmdline").exists(), reason="processes are found in /proc"
)


@pytest.fixture(scope="module")
def service(shared_home: Home) -> Iterator[Service]:
    """Serve an institution with an import profile, two workers, and small chunks."""
    key = make_site(shared_home, CONFIGURATION + IMPORTING)
    settings = {**UNHURRIED, "chunk_size": 20, "range_size": 1000}
    with serving(shared_home, key, workers=2, settings=settings) as running:
        yield running


def test_each_record_is_stored_and_told_once(
    service: Service, shared_home: Home
) -> None:
    seed = int(os.environ.get("ALMANDINE_KILL_SEED", SystemRandom().getrandbits(32)))
    print(f"replay with ALMANDINE_KILL_SEED={seed}")  # noqa: T201 - shown on failure
    numbers = [*range(1, RECORDS + 1), *range(1, TWICE + 1)]
    (service.data / "vendor" / "many.mrc").write_bytes(vendor_records(numbers))
    with closing(App(shared_home.settings)) as app:
        killer = Killer(service, app, Random(seed))  # noqa: S311 - to be repeated
        link = service.start(JOB)
        kills = killer.harass(link.rpartition("/")[2], KILLS)
        ended = service.ended(link)
        stored, told = oclc_numbers(app), lines(app)
    assert kills
    assert ended["status"]["value"] == "COMPLETED_SUCCESS"
    assert stored == Counter(map(str, range(1, RECORDS + 1)))
    assert told == Counter(range(1, len(numbers) + 1))
    assert counted(ended)["almandine.import.imported"] == str(RECORDS)
    assert counted(ended)["almandine.import.unchanged"] == str(TWICE)


def oclc_numbers(app: App) -> Counter[str]:
    """Return how many bibs have each OCLC number."""
    query = select(record_key.c.value).where(record_key.c.key_type == "oclc")
    with app.database.reading() as connection:
        return Counter(connection.execute(query).scalars())


def lines(app: App) -> Counter[int]:
    """Return how many lines of the report there are for each position."""
    with app.database.reading() as connection:
        return Counter(connection.execute(select(import_line.c.position)).scalars())
