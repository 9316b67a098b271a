"""Whole jobs, as a client sees them: started by a request, polled until they end.

The database, the report of each record, progress and checkpoints are all in it. Beside
each stands what peers take to convert the same records from file to file, and no more.
"""

import re
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.settings import Settings
from almandine.store.load import Destination, IdPolicy, load_bibs
from bench.data import Stream, stream
from bench.fingerprints import ENOUGH, count, records_in
from bench.measuring import run
from bench.peers import Task, peers
from bench.processes import Watch, children, memory
from bench.tables import Cell, Repeats, Table
from bench.works import CONFIGURATION, INSTITUTION, SET_ID, WORKS, Work
from journeys.clients import HOST, Order, send
from journeys.serving import Server, serving
from journeys.storm import run_id_of, wait_for_workers

_POLL_EVERY: Final = 0.02
"""Seconds."""
_PATIENCE: Final = 60
"""Seconds until a worker must have taken a run up."""
_FEW: Final = 100_000
"""Records up to which everything is repeated."""
_MOST_FOR_PEERS: Final = 100_000
_ELEMENT: Final = r"<{0}[^>]*>([^<]*)</{0}>"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One run of a job."""

    status: str
    seconds: float
    """From `start_time` to `end_time` of the instance."""
    wall: float
    """From the request to the first answer that shows the end."""
    memory: tuple[float, float, float]
    """Of the worker (MB): after a quarter of the time, at the end, and its peak."""
    changed: int | None = None
    """Records that an export of ISO 2709 did not write as they were loaded."""


@dataclass(frozen=True, slots=True)
class Site:
    """A running service with records in it."""

    app: App
    server: Server
    secret: str
    source: Stream

    @property
    def worker(self) -> int:
        """Return the process id of the worker: the largest child."""
        return max(children(self.server.pid), key=lambda pid: memory(pid).now)


def measure(
    directory: Path, *, name: str, sizes: Sequence[int], repeat: int
) -> list[Table]:
    """Measure all jobs at each size."""
    return [
        _table(directory / f"jobs{size}", name, size, repeat if size <= _FEW else 1)
        for size in sizes
    ]


def _table(directory: Path, name: str, size: int, repeat: int) -> Table:
    directory.mkdir()
    source = stream(name, directory, size)
    rows: list[tuple[Cell, ...]] = []
    with closing(App(Settings(data=directory / "data"))) as app:
        secret, loaded, seconds = _loaded(app, source)
        rows.append(("load", "almandine", loaded / seconds, *[None] * 5, ""))
        with serving(
            app.settings.data,
            workers=1,
            settings={
                "requests_per_second": 1_000_000,
                "requests_per_day": 1_000_000_000,
                "max_starts": 1_000,
            },
        ) as server:
            wait_for_workers(app, workers=1)
            site = Site(app, server, secret, source)
            idle = memory(site.worker).now
            for work in WORKS:
                rows += _rows(site, work, loaded, repeat, directory)
            web = memory(server.pid).most
    return Table(
        f"Whole jobs, {size:,} {name} records",
        (
            "job",
            "by",
            "records/s",
            "records/s, as the client sees it",
            "MB early",
            "MB late",
            "peak MB",
            "changed",
            "status",
        ),
        rows,
        (
            source.note,
            (
                f"{loaded:,} records loaded; worker idle {idle:,.0f} MB, web process at"
                f" most {web:,.0f} MB"
            ),
            (
                "records/s: members by end_time - start_time of the instance, the wait"
                " in the queue included; for peers by wall clock, with their start"
            ),
        ),
    )


def _loaded(app: App, source: Stream) -> tuple[str, int, float]:
    """Return a key, how many records were loaded, and the seconds that took."""
    app.prepare()
    app.configure(CONFIGURATION)
    into = Destination(app.database, INSTITUTION, app.env.now)
    began = time.perf_counter()
    with source.path.open("rb") as file:
        report = load_bibs(file, into, IdPolicy.KEEP)
    seconds = time.perf_counter() - began
    grants = {Area.CONF: Access.READ_WRITE}
    return app.keys().create(INSTITUTION, "bench", grants)[1], report.loaded, seconds


def _rows(
    site: Site, work: Work, members: int, repeat: int, directory: Path
) -> Iterator[tuple[Cell, ...]]:
    """Yield the row of the job, and one for each peer."""
    outcomes = [
        _outcome(site, work, work.rounds[number % len(work.rounds)])
        for number in range(repeat)
    ]
    yield (
        work.title,
        "almandine",
        Repeats(tuple(members / each.seconds for each in outcomes)),
        Repeats(tuple(members / each.wall for each in outcomes)),
        *map(max, zip(*(each.memory for each in outcomes), strict=True)),
        outcomes[0].changed,
        " ".join(sorted({each.status for each in outcomes})),
    )
    if work.task is not None and members <= _MOST_FOR_PEERS:
        yield from _peer_rows(site, work, work.task, directory)


def _peer_rows(
    site: Site, work: Work, task: Task, directory: Path
) -> Iterator[tuple[Cell, ...]]:
    for peer in peers()[1:]:
        if peer.version and task in peer.tasks:
            command = peer.command(task, site.source.path)
            output = directory / "out"
            taken = run(command, output=output)
            out = count(output, is_xml=task is Task.TO_XML)
            is_done = out > site.source.records * ENOUGH
            rate = site.source.records / taken.wall if is_done else None
            name = f"{peer.name} {peer.version}, conversion only"
            yield work.title, name, rate, rate, None, None, taken.peak, None, ""


def _outcome(
    site: Site, work: Work, parameters: tuple[tuple[str, str], ...]
) -> Outcome:
    """Run a job to its end."""
    order = Order(work.job_id, SET_ID, site.secret, parameters)
    with Watch(site.worker) as watch:
        began = time.perf_counter()
        (answer,) = send([order], ports=[site.server.port], clients=1).answers
        run_id = run_id_of(answer)
        if not run_id:
            raise RuntimeError(answer.body.decode())
        last = _last_answer(site, order, run_id)
        wall = time.perf_counter() - began
    start, end = (_instant(last, name) for name in ("start_time", "end_time"))
    return Outcome(
        status=_text(last, "status"),
        seconds=(end - start).total_seconds(),
        wall=wall,
        memory=(watch.at(0.25), watch.at(1.0), watch.most),
        changed=_cleared(site, run_id) if work.task is Task.COPY else None,
    )


def _last_answer(site: Site, order: Order, run_id: str) -> str:
    """Poll the instance until it shows when it ended."""
    path = f"/almaws/v1/conf/jobs/{order.job_id}/instances/{run_id}"
    headers = {"authorization": f"apikey {order.secret}", "accept": "application/xml"}
    until = time.monotonic() + _PATIENCE
    with closing(HTTPConnection(HOST, site.server.port)) as connection:
        while True:
            connection.request("GET", path, headers=headers)
            shown = connection.getresponse().read().decode()
            if "<end_time>" in shown:
                return shown
            if _text(shown, "status") == "QUEUED" and time.monotonic() > until:
                raise TimeoutError("no worker takes the run up")
            time.sleep(_POLL_EVERY)


def _text(shown: str, name: str) -> str:
    found = re.search(_ELEMENT.format(name), shown)
    if found is None:
        raise LookupError(f"no {name} in {shown}")
    return found[1]


def _instant(shown: str, name: str) -> datetime:
    return datetime.fromisoformat(_text(shown, name))


def _cleared(site: Site, run_id: str) -> int:
    """Count the records that a file has not as they were; delete the file."""
    made = site.app.workspace_of(INSTITUTION).path(run_id, "x").parent
    (file,) = made.glob("*.mrc")
    changed = (records_in(site.source.path) - records_in(file)).total()
    file.unlink()
    return changed
