"""The run request: how many a second, and how long each takes.

Each is accepted, stored and queued in one durable transaction; nothing carries the
runs out, so only the request is measured. The thresholds are out of the way, and no
request overlaps another: each names a set of its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, product
from pathlib import Path
from typing import Final

from sqlalchemy import update

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.engine.run import Status
from almandine.records.marc.edits import set_control
from almandine.records.sample import marc_stream
from almandine.store.load import Destination, IdPolicy, load_bibs
from almandine.store.tables.runs import run
from bench.clients import latencies, sent
from bench.databases import Kind
from bench.figures import Figures, RequestRound
from bench.pace import Pace
from bench.processes import cpu
from bench.tables import Cell, Repeats, Table
from databases.homes import Home
from journeys.clients import Order
from journeys.serving import Server, serving_many

INSTITUTIONS: Final = 16
"""The requests are spread over them, as the unfinished runs of one are counted each
time, and in life there are three."""
CLIENTS: Final = (1, 16, 64)
SERVERS: Final = (1, 2)
WARM_UP: Final = 200
MMS_ID: Final = "990000000010101"
_ACCEPTED: Final = 200
_EACH: Final = 0.0035
"""Seconds that a request takes about."""
_MADE: Final = 0.005
"""Seconds that a set and its order take about."""


@dataclass(frozen=True, slots=True)
class Back:
    """A database with what the requests ask for."""

    kind: Kind
    home: Home
    app: App
    orders: Sequence[Order]


@dataclass(frozen=True, slots=True)
class Front:
    """Server processes before a database."""

    back: Back
    servers: Sequence[Server]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured."""

    number: int
    """Requests a round."""
    repeat: int
    kinds: Sequence[Kind]

    def expected(self) -> float:
        """Return about how many seconds everything takes."""
        rounds = len(SERVERS) * len(CLIENTS) * self.repeat
        return self._preparing() + rounds * self._round()

    def _preparing(self) -> float:
        return len(self.kinds) * (5 + self.number * _MADE)

    def _round(self) -> float:
        return len(self.kinds) * self.number * _EACH

    def measure(self, directory: Path, figures: Figures, pace: Pace) -> list[Table]:
        """Measure at each number of clients, against one and against two processes."""
        directory.mkdir()
        pace.doing("run requests: prepare", self._preparing())
        with ExitStack() as stack:
            prepared = [self._prepared(kind, directory, stack) for kind in self.kinds]
            for servers in SERVERS:
                with ExitStack() as up:
                    fronts = [_front(each, servers, up) for each in prepared]
                    for _, clients in product(range(self.repeat), CLIENTS):
                        what = f"run requests, {servers} servers, {clients} clients"
                        pace.doing(what, self._round())
                        figures.requests += [_round(each, clients) for each in fronts]
        return [self._table(figures.requests)]

    def _prepared(self, kind: Kind, directory: Path, stack: ExitStack) -> Back:
        home = kind.home(directory / kind.name)
        stack.callback(home.removed)
        app = stack.enter_context(closing(App(home.settings)))
        return Back(kind, home, app, _orders(app, self.number))

    def _table(self, rounds: Sequence[RequestRound]) -> Table:
        return Table(
            "Run request, XML in, XML out, committed",
            (
                "database",
                "servers",
                "clients",
                "requests/s",
                "p50 ms",
                "p99 ms",
                "worst ms",
                "web, CPU ms",
                "server, CPU ms",
                "not accepted",
            ),
            list(_rows(rounds)),
            (
                (
                    f"{self.repeat} rounds of {self.number:,} requests a row, over"
                    f" {INSTITUTIONS} institutions, one-member sets, no worker"
                ),
                "the clients are one process on the same machine",
                "CPU of one request: web processes, and PostgreSQL's server",
            ),
        )


def _front(back: Back, servers: int, stack: ExitStack) -> Front:
    """Start the servers, and let them get warm."""
    up = serving_many(
        back.home.directory,
        servers=servers,
        workers=0,
        settings={
            "requests_per_second": 1_000_000,
            "requests_per_day": 1_000_000_000,
            "max_running": 1_000_000,
            "max_starts": 1_000_000,
            "start_window": 0.001,
        },
        database_url=back.home.url,
    )
    front = Front(back, stack.enter_context(up))
    _end_all_runs(back.app)
    sent(back.orders[:WARM_UP], [each.port for each in front.servers], servers)
    return front


def _round(front: Front, clients: int) -> RequestRound:
    _end_all_runs(front.back.app)
    before, of_database = _computed(front), front.back.kind.cpu()
    traffic = sent(front.back.orders, [each.port for each in front.servers], clients)
    number = len(traffic.answers)
    after = front.back.kind.cpu()
    in_database = None if after is None or of_database is None else after - of_database
    speed = latencies(traffic)
    return RequestRound(
        database=front.back.kind.name,
        servers=len(front.servers),
        clients=clients,
        rate=speed.rate,
        p50=speed.p50,
        p99=speed.p99,
        worst=speed.worst,
        refused=sum(each.status != _ACCEPTED for each in traffic.answers),
        cpu=(_computed(front) - before) / number,
        database_cpu=None if in_database is None else in_database / number,
    )


def _computed(front: Front) -> float:
    return sum(cpu(each.pid) for each in front.servers)


def _rows(rounds: Sequence[RequestRound]) -> Iterator[tuple[Cell, ...]]:
    lanes = dict.fromkeys(
        (each.servers, each.clients, each.database) for each in rounds
    )
    for servers, clients, database in lanes:
        found = [
            each
            for each in rounds
            if (each.servers, each.clients, each.database)
            == (servers, clients, database)
        ]
        of_database = [each.database_cpu for each in found if each.database_cpu]
        yield (
            database,
            servers,
            clients,
            Repeats(tuple(each.rate for each in found)),
            Repeats(tuple(each.p50 for each in found)),
            Repeats(tuple(each.p99 for each in found)),
            max(each.worst for each in found),
            Repeats(tuple(each.cpu * 1000 for each in found)).middle,
            Repeats(tuple(each * 1000 for each in of_database)).middle
            if of_database
            else None,
            sum(each.refused for each in found),
        )


def _orders(app: App, number: int) -> list[Order]:
    """Make the institutions, and one order for each of their sets."""
    each = -(-number // INSTITUTIONS)
    of_all = [_institution(app, place, each) for place in range(INSTITUTIONS)]
    in_turn = (orders[at] for at in range(each) for orders in of_all)
    return list(islice(in_turn, number))


def _institution(app: App, place: int, sets: int) -> list[Order]:
    code = f"{place + 1:02d}BENCH"
    app.configure(_configuration(code, 0))
    raw = set_control(next(marc_stream(1, 1, 0)), "001", MMS_ID)
    into = Destination(app.database, code, app.env.now)
    load_bibs(BytesIO(raw), into, IdPolicy.KEEP)
    app.configure(_configuration(code, sets))
    _, secret = app.keys().create(code, "bench", {Area.CONF: Access.READ_WRITE})
    return [Order("M44", _set_id(number), secret) for number in range(sets)]


def _set_id(number: int) -> str:
    return f"95{number:08d}0101"


def _configuration(code: str, sets: int) -> str:
    of_sets = "".join(
        f'[[sets]]\nid = "{_set_id(number)}"\nname = "Set {number}"\n'
        f'content = "BIB_MMS"\nmembers = ["{MMS_ID}"]\n'
        for number in range(sets)
    )
    return (
        f'[institution]\ncode = "{code}"\nname = "Bench"\nsuffix = "0101"\n'
        f'timezone = "UTC"\ncurrency = "EUR"\n{of_sets}'
    )


def _end_all_runs(app: App) -> None:
    """Make room for the next requests, as workers would."""
    now = app.env.now()
    ended = {"ended_at": now, "status": Status.COMPLETED_SUCCESS, "status_at": now}
    with app.database.writing(durable=True) as connection:
        connection.execute(update(run).where(run.c.ended_at.is_(None)).values(ended))
