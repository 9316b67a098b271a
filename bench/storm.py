"""The storm at full size; what is checked, and how, is `tests/journeys/storm.py`."""

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from almandine.app import App
from almandine.engine.thresholds import Limits
from bench.clients import latencies, sent
from bench.databases import Kind
from bench.figures import Figures
from bench.pace import Pace
from bench.tables import Cell, Table
from journeys.serving import serving_many
from journeys.storm import (
    INSTITUTION,
    api_runs,
    code_of,
    most_at_once,
    most_starts,
    orders,
    prepare,
    violations,
    wait_for_workers,
)

SERVERS: Final = 4
CLIENTS: Final = 64
WORKERS: Final = 2
JOBS: Final = 12
SETS: Final = 8
BIBS: Final = 500
_SHOWN: Final = 5
"""Violations that are printed in full."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    number: int
    """Requests."""
    kinds: Sequence[Kind]

    def expected(self) -> float:
        """Return about how many seconds everything takes."""
        return len(self.kinds) * self._each()

    def _each(self) -> float:
        return 10 + self.number / 1000

    def measure(self, directory: Path, _: Figures, pace: Pace) -> list[Table]:
        """Let the storm loose on each database."""
        directory.mkdir()
        tables: list[Table] = []
        for kind in self.kinds:
            pace.doing(f"storm, {kind.name}", self._each())
            tables.append(_stormed(kind, directory, self.number))
        return tables


def _stormed(kind: Kind, directory: Path, number: int) -> Table:
    """Let the storm loose on default thresholds, and judge what it left behind."""
    home = kind.home(directory / kind.name)
    with closing(App(home.settings)) as app:
        secret = prepare(app, jobs=JOBS, sets=SETS, bibs=BIBS)
        wanted = orders(number, jobs=JOBS, sets=SETS, secret=secret)
        with serving_many(
            home.directory,
            servers=SERVERS,
            workers=WORKERS,
            settings={"requests_per_second": 1_000_000},
            database_url=home.url,
        ) as up:
            wait_for_workers(app, workers=WORKERS)
            traffic = sent(wanted, [server.port for server in up], CLIENTS)
        runs = api_runs(app, INSTITUTION)
    home.removed()
    found = list(violations(traffic.answers, runs, Limits()))
    said = Counter((each.status, code_of(each)) for each in traffic.answers)
    speed = latencies(traffic)
    rows: list[tuple[Cell, ...]] = [
        ("requests", len(traffic.answers)),
        ("requests/s", speed.rate),
        ("p50 ms", speed.p50),
        ("p99 ms", speed.p99),
        *(
            (f"answers {status} {code}".strip(), n)
            for (status, code), n in said.items()
        ),
        ("runs stored", len(runs)),
        ("most runs unfinished at once (limit 3)", most_at_once(runs)),
        (
            "most starts of a job in an hour (limit 5)",
            most_starts(runs, Limits().window),
        ),
        ("violations", len(found)),
    ]
    return Table(
        f"Storm, {kind.name}: {CLIENTS} clients, {SERVERS} server processes",
        ("what", "number"),
        rows,
        (
            (
                f"{JOBS} jobs, {SETS} sets of {BIBS} bibs, {WORKERS} workers,"
                " default thresholds"
            ),
        ),
        tuple(found[:_SHOWN]),
    )
