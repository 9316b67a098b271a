"""A service with records in it, on one of the databases."""

import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.store.load import Destination, IdPolicy, load_bibs
from bench.data import Stream
from bench.databases import Kind
from bench.figures import Load
from bench.works import HALF, WHOLE, Ask, Work, configuration
from databases.homes import Home
from journeys.serving import Server, serving
from journeys.storm import wait_for_workers

UNHURRIED: Final = {
    "requests_per_second": 1_000_000,
    "requests_per_day": 1_000_000_000,
    "max_starts": 1_000,
}


@dataclass(frozen=True, slots=True)
class Library:
    """An institution of a site."""

    code: str
    source: Stream
    secret: str
    members: int


@dataclass(frozen=True, slots=True)
class Site:
    """A data directory and a database, with records in it."""

    kind: Kind
    home: Home
    app: App
    libraries: dict[str, Library] = field(default_factory=dict[str, Library])
    turns: Counter[tuple[str, str]] = field(default_factory=Counter[tuple[str, str]])
    """How often a library had each job done."""

    def next_turn(self, library: Library, work: Work) -> tuple[Ask, int]:
        """Return what to ask for, and how often the job was done before."""
        number = self.turns[library.code, work.title]
        self.turns[library.code, work.title] += 1
        return work.turns[number % len(work.turns)], number

    def close(self) -> None:
        """Remove the database; the directory is the benchmark's."""
        self.app.close()
        self.home.removed()


@dataclass(frozen=True, slots=True)
class Running:
    """A site whose service is up."""

    site: Site
    server: Server
    workers: int
    began: float
    """By the clock of `time.monotonic`."""


def loaded(
    kind: Kind, directory: Path, whole: Stream, half: Stream | None
) -> tuple[Site, Load]:
    """Make a site, and load the whole file; the half too, where there is one."""
    home = kind.home(directory)
    site = Site(kind, home, App(home.settings))
    began = time.perf_counter()
    _load(site, WHOLE, whole)
    seconds = time.perf_counter() - began
    members = site.libraries[WHOLE].members
    load = Load(
        database=kind.name, records=members, seconds=seconds, size=kind.size(home)
    )
    if half:
        _load(site, HALF, half)
    return site, load


def _load(site: Site, code: str, source: Stream) -> None:
    app = site.app
    app.configure(configuration(code))
    into = Destination(app.database, code, app.env.now)
    with source.path.open("rb") as file:
        report = load_bibs(file, into, IdPolicy.KEEP)
    secret = app.keys().create(code, "bench", {Area.CONF: Access.READ_WRITE})[1]
    site.libraries[code] = Library(code, source, secret, report.loaded)


@contextmanager
def running(site: Site, workers: int) -> Generator[Running]:
    """Run the service of a site, with so many workers."""
    with serving(
        site.home.directory,
        workers=workers,
        settings=UNHURRIED,
        database_url=site.home.url,
    ) as server:
        wait_for_workers(site.app, workers=workers)
        yield Running(site, server, workers, time.monotonic())
