"""Records that go out and come in: published, harvested and imported.

Each step is a run that a client asks for and polls to its end, or a harvest page by
page; files go to a directory, and come from one.
"""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.formats.marc_file import is_kept_as_xml
from almandine.records.bib import Bib
from almandine.records.kind import Kind as RecordKind
from almandine.records.marc.edits import (
    TooLongForIso2709,
    insert,
    remove_where,
    set_control,
)
from almandine.records.marc.fields import data_field
from almandine.store.load import Destination, IdPolicy, load_bibs
from bench.data import Stream, records_of, stream, written
from bench.databases import Kind
from bench.figures import Figures
from bench.pace import Pace
from bench.polling import until_next_look
from bench.sites import UNHURRIED
from bench.tables import Cell, Table
from journeys.serving import serving
from journeys.storm import wait_for_workers

CODE: Final = "01EXC_INST"
PUBLISH: Final = "S7000000000010101"
IMPORT: Final = "S7000000000020101"
PAGE: Final = 500
"""Records on a page of a harvest."""
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

[[endpoints]]
id = "in"
kind = "directory"
path = "in"

[[profiles]]
code = "OAI"
name = "Provider"
type = "OAI"
settings = {{ admin_email = "bench@example.org", page_size = {PAGE} }}

[[profiles]]
code = "VENDOR"
name = "Vendor"
type = "IMPORT"

[[profiles.actions]]
action = "METADATA_IMPORT"
job_id = "{IMPORT}"

[profiles.actions.settings]
endpoint = "in"
match_method = "system_number"
match_prefix = "(EXCHANGE)"

[[profiles]]
code = "DISCOVERY"
name = "Discovery"
type = "PUBLISHING"

[[profiles.actions]]
action = "PUBLISH"
job_id = "{PUBLISH}"
settings = {{ endpoint = "out", include_suppressed = true, oai_set = "ALL" }}
"""
_STEP: Final = 0.0015
"""Seconds that a record takes about, with all that is done to it."""
_BATCH: Final = 1_000
_NUMBER: Final = b"(EXCHANGE)"
"""Before the number by which a bib is matched."""
_TOKEN: Final = re.compile("<resumptionToken[^>]*>([^<]+)<")
_HANDLED: Final = ("imported", "merged", "unchanged")
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
        plain = stream(self.name, directory, self.size)
        source = written(self.name, directory / "numbered.mrc", _numbered(plain))
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
        title = f"Records out and in, {self.size:,} {self.name} records"
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
        yield self._harvested()
        changed = self._change(int(self.bibs * CHANGED))
        yield self._published("publish what changed", changed)
        yield self._published("publish nothing", 0)
        yield self._imported("import the same again, by 035", _as_it_is)
        yield self._imported("import changed copies, by 035", _with_a_note)
        yield self._imported("import all as new", _without_number)

    def _published(self, what: str, records: int) -> tuple[Cell, ...]:
        seconds, counted = self._run(PUBLISH)
        written = counted.get("c.jobs.publishing.totalRecordsWrittenToFile", 0)
        return _row(what, written, records, seconds)

    def _imported(self, what: str, edit: Callable[[bytes], bytes]) -> tuple[Cell, ...]:
        """Import all bibs, as they are here but for an edit."""
        inbox = self.app.settings.data / "in"
        inbox.mkdir(exist_ok=True)
        with (inbox / f"{edit.__name__}.mrc").open("wb") as file:
            for marc in self._all_marc():
                file.write(edit(marc))
        seconds, counted = self._run(IMPORT)
        # Some are rejected, for want of a title.
        done = sum(counted[f"almandine.import.{each}"] for each in _HANDLED)
        return _row(what, done, self.bibs, seconds)

    def _harvested(self) -> tuple[Cell, ...]:
        """Read all pages of a harvest, one after the other."""
        address = f"http://localhost:{self.port}/view/oai/{CODE}/request"
        asked = {"verb": "ListRecords", "metadataPrefix": "marc21"}
        found = 0
        began = time.perf_counter()
        with httpx.Client(timeout=60) as client:
            while asked:
                page = client.get(address, params=asked).raise_for_status().text
                found += page.count("<header")
                token = _TOKEN.search(page)
                asked = (
                    {"verb": "ListRecords", "resumptionToken": token[1]}
                    if token
                    else {}
                )
        seconds = time.perf_counter() - began
        return _row("harvest all, OAI-PMH", found, self.bibs, seconds)

    def _run(self, job_id: str) -> tuple[float, dict[str, int]]:
        """Have a job done; return the seconds until its end was seen, and counters."""
        headers = {
            "authorization": f"apikey {self.secret}",
            "accept": "application/json",
        }
        base = f"http://localhost:{self.port}"
        with httpx.Client(base_url=base, headers=headers, timeout=60) as client:
            began = time.perf_counter()
            address = f"/almaws/v1/conf/jobs/{job_id}?op=run"
            answer = client.post(address, json={}).raise_for_status().json()
            while True:
                link = answer["additional_info"]["link"]
                instance = client.get(link).raise_for_status().json()
                if "end_time" in instance:
                    return time.perf_counter() - began, _counters(instance)
                time.sleep(until_next_look(time.perf_counter() - began))

    def _all_marc(self) -> Iterator[bytes]:
        query = "SELECT marc FROM bib ORDER BY mms_id"
        # All at once: to edit them takes longer than a transaction may idle.
        with self.app.database.reading() as connection:
            found = connection.exec_driver_sql(query).scalars().all()
        return (marc for marc in found if not is_kept_as_xml(marc))

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


def _numbered(source: Stream) -> Iterator[bytes]:
    """Give each record a system number that no other has."""
    for number, raw in enumerate(records_of(source)):
        field = data_field("035", "  ", [("a", f"{_NUMBER.decode()}{number}")])
        try:
            yield insert(raw, field)
        except TooLongForIso2709:
            yield raw


def _as_it_is(marc: bytes) -> bytes:
    return marc


def _with_a_note(marc: bytes) -> bytes:
    try:
        return insert(marc, data_field("500", "  ", [("a", "Measured.")]))
    except TooLongForIso2709:
        return marc


def _without_number(marc: bytes) -> bytes:
    """Return a copy that matches nothing."""
    return remove_where(marc, lambda field: _NUMBER in field.body)


def _counters(instance: dict[str, Any]) -> dict[str, int]:
    return {
        each["type"]["value"]: int(each["value"])
        for each in instance.get("counter", ())
        if each["value"].isdigit()
    }


def _row(what: str, done: int, records: int, seconds: float) -> tuple[Cell, ...]:
    # Some real records bear the status of deleted ones, and stay here.
    if not records * _NEARLY_ALL <= done <= records:
        raise RuntimeError(f"{what}: {done} of {records} records")
    return what, done, seconds, done / seconds
