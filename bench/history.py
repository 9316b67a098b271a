"""Lists of runs in a long history, through the API: how long a page takes.

The runs are stored as if each had been submitted and had ended by itself; what is
measured are requests to one server process, one after another.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from typing import Any, Final

from almandine.app import App
from almandine.engine.access import Access, Area
from bench.databases import Kind
from bench.figures import Figures
from bench.pace import Pace
from bench.tables import Cell, Table
from databases.homes import Home
from journeys.serving import serving
from store.histories import END, Shape, fill, run_id_of, settle

INSTITUTION: Final = "01HIS_INST"
DAYS: Final = 1_095
JOBS: Final = 20
UNFINISHED: Final = 5
_EACH: Final = 0.00025
"""Seconds that a run takes about to be stored."""
_CONF: Final = "/almaws/v1/conf/jobs"
_OWN: Final = "/api/v1/runs"
_WARM_UP: Final = 20
_UNHURRIED: Final = {
    "requests_per_second": 1_000_000,
    "requests_per_day": 1_000_000_000,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A list, and how its pages are asked for."""

    title: str
    address: str
    """With the query, but for the place of the page."""
    total: str = "total_record_count"
    """Where an answer says how many runs there are."""
    goes_by_key: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    runs: int
    requests: int
    """For each list: so many first pages, and so many deep ones."""
    kinds: Sequence[Kind]

    def expected(self) -> float:
        """Return about how many seconds everything takes."""
        return len(self.kinds) * self._each()

    def _each(self) -> float:
        return 20 + self.runs * _EACH + self.requests * 0.3

    def measure(self, directory: Path, _: Figures, pace: Pace) -> list[Table]:
        """Measure every list on each database."""
        directory.mkdir()
        tables: list[Table] = []
        for kind in self.kinds:
            pace.doing(f"history, {kind.name}", self._each())
            home = kind.home(directory / kind.name)
            tables.append(self._measured(kind, home))
            home.removed()
        return tables

    def _measured(self, kind: Kind, home: Home) -> Table:
        with closing(App(home.settings)) as app:
            secret = _prepared(app, self.runs)
        with serving(
            home.directory, workers=0, settings=_UNHURRIED, database_url=home.url
        ) as server:
            client = _Client(server.port, secret)
            rows = [self._row(client, asked) for asked in _lists()]
        return Table(
            f"Lists of {self.runs:,} runs, {kind.name}",
            ("list", "runs", *_PAGES),
            rows,
            (
                (
                    f"{self.requests} requests a cell, 10 runs a page, one client and"
                    " one server process"
                ),
                f"{JOBS} jobs over {DAYS:,} days; the first job has half of all runs",
                "a deep page begins anywhere in the list",
            ),
        )

    def _row(self, client: "_Client", asked: Asked) -> tuple[Cell, ...]:
        chance = Random(1)  # noqa: S311 - a seed, no secret
        total = int(client.get(asked.address)[asked.total])
        first = [client.took(asked.address) for _ in range(self.requests)]
        deep = [
            client.took(asked.address + self._place(asked, total, chance))
            for _ in range(self.requests)
        ]
        return asked.title, total, *_spread(first), *_spread(deep)

    def _place(self, asked: Asked, total: int, chance: Random) -> str:
        if asked.goes_by_key:
            return f"&after={run_id_of(chance.randrange(self.runs))}"
        return f"&offset={chance.randrange(max(total, 1))}"


_PAGES: Final = (
    "first p50 ms",
    "p99 ms",
    "worst ms",
    "deep p50 ms",
    "deep p99 ms",
    "deep worst ms",
)


def _lists() -> Iterator[Asked]:
    """Return the lists: the Alma API's by offset, then our own by key."""
    early, late = (END.date().replace(year=END.year - ago) for ago in (2, 1))
    days = f"&submit_date_from={early}&submit_date_to={late}"
    for title, job, query in (
        ("a job", "M0", ""),
        ("a rare job", "M8", ""),
        ("a job, COMPLETED_SUCCESS", "M0", "&status=COMPLETED_SUCCESS"),
        ("a job, FAILED", "M0", "&status=FAILED"),
        ("a job, RUNNING", "M0", "&status=RUNNING"),
        ("a job, a year", "M0", days),
        ("a job, a year, FAILED", "M0", f"{days}&status=FAILED"),
    ):
        yield Asked(title, f"{_CONF}/{job}/instances?limit=10{query}")
    days = f"&submitted_from={early}&submitted_to={late}"
    for title, query in (
        ("by key: all", ""),
        ("by key: FAILED", "&status=FAILED"),
        ("by key: RUNNING", "&status=RUNNING"),
        ("by key: a job, a year, FAILED", f"&job=M0{days}&status=FAILED"),
    ):
        yield Asked(title, f"{_OWN}?limit=10{query}", "total", goes_by_key=True)


def _prepared(app: App, runs: int) -> str:
    """Make the institution with its history; return an API key."""
    app.prepare()
    of_jobs = "".join(
        f'[[jobs]]\nid = "M{number}"\ntype = "export_bibs"\n' for number in range(JOBS)
    )
    app.configure(
        f'[institution]\ncode = "{INSTITUTION}"\nname = "History"\nsuffix = "0101"\n'
        f'timezone = "UTC"\ncurrency = "EUR"\n{of_jobs}'
    )
    shape = Shape(runs=runs, days=DAYS, jobs=JOBS, unfinished=UNFINISHED)
    fill(app.database, INSTITUTION, shape)
    settle(app.database)
    return app.keys().create(INSTITUTION, "bench", {Area.CONF: Access.READ_ONLY})[1]


class _Client:
    """A client that keeps its connection."""

    def __init__(self, port: int, secret: str) -> None:
        self._connection = HTTPConnection("localhost", port)
        self._headers = {
            "authorization": f"apikey {secret}",
            "accept": "application/json",
        }
        for _ in range(_WARM_UP):
            self.get(f"{_OWN}?limit=1")

    def get(self, address: str) -> dict[str, Any]:
        """Return the answer."""
        self._connection.request("GET", address, headers=self._headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != HTTPStatus.OK:
            raise LookupError(f"{address}: {answer.status} {body.decode()}")
        return json.loads(body)

    def took(self, address: str) -> float:
        """Return how many milliseconds the answer took."""
        began = time.perf_counter()
        self.get(address)
        return (time.perf_counter() - began) * 1000


def _spread(waited: Sequence[float]) -> tuple[float, float, float]:
    """Return the median, what 99 of a hundred stay below, and the longest."""
    ordered = sorted(waited)
    return ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100], ordered[-1]
