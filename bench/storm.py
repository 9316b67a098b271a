"""The storm at full size; what is checked, and how, is `tests/journeys/storm.py`."""

from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Final

from almandine.app import App
from almandine.engine.thresholds import Limits
from almandine.settings import Settings
from bench.clients import latencies, sent
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


def measure(directory: Path, *, number: int) -> list[Table]:
    """Let the storm loose on default thresholds, and judge what it left behind."""
    data = directory / "storm"
    with closing(App(Settings(data=data))) as app:
        secret = prepare(app, jobs=JOBS, sets=SETS, bibs=BIBS)
        wanted = orders(number, jobs=JOBS, sets=SETS, secret=secret)
        with serving_many(
            data,
            servers=SERVERS,
            workers=WORKERS,
            settings={"requests_per_second": 1_000_000},
        ) as up:
            wait_for_workers(app, workers=WORKERS)
            traffic = sent(wanted, [server.port for server in up], CLIENTS)
        runs = api_runs(app, INSTITUTION)
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
    return [
        Table(
            f"Storm: {CLIENTS} clients, {SERVERS} server processes",
            ("what", "number"),
            rows,
            (
                (
                    f"{JOBS} jobs, {SETS} sets of {BIBS} bibs, {WORKERS} workers,"
                    " default thresholds"
                ),
                *found[:_SHOWN],
            ),
        )
    ]
