"""Records that go out: published whole, then what changed of them.

Each step is a run that a client asks for and polls to its end; files go to a directory.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.records.bib import Bib
from almandine.records.kind import Kind as RecordKind
from almandine.records.marc.edits import TooLongForIso2709, set_control
from almandine.store.load import Destination, IdPolicy, load_bibs
from bench.data import stream
from bench.databases import Kind
from bench.figures import Figures
from bench.pace import Pace
from bench.sites import UNHURRIED
from bench.tables import Cell, Table
from journeys.serving import serving
from journeys.storm import wait_for_workers

CODE: Final = "01EXC_INST"
JOB: Final = "S7000000000010101"
CHANGED: Final = 0.01
"""Share of the records that change between two runs."""
CONFIGURATION: Final = f"""\
[institution]
code = "{CODE}"
name = "Exchange"
suffix = "0101"
timezone = "UTC"
currency = "EUR"

[[endpoints]]
id = "out"
kind = "directory"
path = "out"

[[profiles]]
code = "DISCOVERY"
name = "Discovery"
type = "PUBLISHING"

[[profiles.actions]]
action = "PUBLISH"
job_id = "{JOB}"
settings = {{ endpoint = "out", include_suppressed = true }}
"""
_POLL_EVERY: Final = 0.02
_STEP: Final = 0.0004
"""Seconds that a record takes about, with all that is done to it."""
_BATCH: Final = 1_000
_NEARLY_ALL: Final = 0.98


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    name: str
    """Of the records: `sample` or `real`."""
    size: int
    workers: Sequence[int]
    kinds: Sequence[Kind]

    def expected(self) -> float:
        """Return about how many seconds everything takes."""
        return self._each() * len(self.kinds) * len(self.workers)

    def _each(self) -> float:
        return 10 + self.size * _STEP

    def measure(self, directory: Path, _: Figures, pace: Pace) -> list[Table]:
        """Measure all steps on each database, with each number of workers."""
        directory.mkdir()
        source = stream(self.name, directory, self.size)
        rows: list[tuple[Cell, ...]] = []
        for kind in self.kinds:
            for workers in self.workers:
                what = f"exchange, {self.size:,} records: {kind.name}, {workers}"
                pace.doing(what, self._each())
                home = kind.home(directory / f"{kind.name}-{workers}")
                with closing(App(home.settings)) as app:
                    secret, bibs = _loaded(app, source.path)
                    with serving(
                        home.directory,
                        workers=workers,
                        settings=UNHURRIED,
                        database_url=home.url,
                    ) as server:
                        wait_for_workers(app, workers=workers)
                        steps = Steps(app, server.port, secret, bibs)
                        rows += [(kind.name, workers, *row) for row in steps.rows()]
                home.removed()
        heads = ("database", "workers", "what", "records", "seconds", "records/s")
        title = f"Records out, {self.size:,} {self.name} records"
        return [Table(title, heads, rows, (source.note,))]


def _loaded(app: App, path: Path) -> tuple[str, int]:
    """Load the records; return a key, and how many there are."""
    app.prepare()
    app.configure(CONFIGURATION)
    into = Destination(app.database, CODE, app.env.now)
    with path.open("rb") as file:
        report = load_bibs(file, into, IdPolicy.ASSIGN)
    secret = app.keys().create(CODE, "bench", {Area.CONF: Access.READ_WRITE})[1]
    return secret, report.loaded


@dataclass(frozen=True, slots=True)
class Steps:
    """What is done to the records of one service, in order."""

    app: App
    port: int
    secret: str
    bibs: int

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Do all, and yield what each took."""
        yield self._published("publish all, MARCXML", self.bibs)
        changed = self._change(int(self.bibs * CHANGED))
        yield self._published("publish what changed", changed)
        yield self._published("publish nothing", 0)

    def _published(self, what: str, records: int) -> tuple[Cell, ...]:
        seconds, instance = self._run()
        counted = {
            each["type"]["value"]: int(each["value"])
            for each in instance.get("counter", ())
        }
        written = counted.get("c.jobs.publishing.totalRecordsWrittenToFile", 0)
        # Some real records bear the status of deleted ones, and stay here.
        if not records * _NEARLY_ALL <= written <= records:
            raise RuntimeError(f"{what}: {written} of {records} records: {instance}")
        return what, written, seconds, written / seconds

    def _run(self) -> tuple[float, dict[str, Any]]:
        """Have the job done; return the seconds until its end was seen."""
        headers = {
            "authorization": f"apikey {self.secret}",
            "accept": "application/json",
        }
        base = f"http://localhost:{self.port}"
        with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
            began = time.perf_counter()
            address = f"/almaws/v1/conf/jobs/{JOB}?op=run"
            answer = client.post(address, json={}).raise_for_status().json()
            while True:
                link = answer["additional_info"]["link"]
                instance = client.get(link).raise_for_status().json()
                if "end_time" in instance:
                    return time.perf_counter() - began, instance
                time.sleep(_POLL_EVERY)

    def _change(self, count: int) -> int:
        """Give so many records another control field; return how many took it."""
        store = self.app.store_of(CODE)
        taken = 0
        ids = self._some(count)
        for start in range(0, len(ids), _BATCH):
            with store.write() as tx:
                bibs = tx.records.read(RecordKind.BIB, ids[start : start + _BATCH])
                edited = [one for bib in bibs if (one := _edited(bib))]
                tx.records.write(RecordKind.BIB, edited)
                taken += len(edited)
        return taken

    def _some(self, count: int) -> list[str]:
        every = max(1, self.bibs // max(count, 1))
        query = "SELECT mms_id FROM bib ORDER BY mms_id"
        with self.app.database.reading() as connection:
            ids = connection.exec_driver_sql(query).scalars().all()
        return list(ids[::every])[:count]


def _edited(bib: Bib) -> Bib | None:
    try:
        return Bib(bib.mms_id, set_control(bib.marc, "009", "changed"), bib.suppressed)
    except TooLongForIso2709:
        return None
