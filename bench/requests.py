"""The run request: how many a second, and how long each takes.

Each is accepted, stored and queued in one durable transaction; nothing carries the
runs out, so only the request is measured. The thresholds are out of the way, and no
request overlaps another: each names a set of its own.
"""

from collections.abc import Sequence
from contextlib import closing
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import update

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.engine.run import Status
from almandine.records.marc.edits import set_control
from almandine.records.sample import marc_stream
from almandine.settings import Settings
from almandine.store.load import Destination, IdPolicy, load_bibs
from almandine.store.tables.runs import run
from bench.clients import latencies, sent
from bench.tables import Cell, Table
from journeys.clients import Order
from journeys.serving import serving_many

INSTITUTIONS: Final = 16
"""The requests are spread over them, as the unfinished runs of one are counted each
time, and in life there are three."""
CLIENTS: Final = (1, 16, 64)
SERVERS: Final = (1, 2)
WARM_UP: Final = 200
MMS_ID: Final = "990000000010101"


def measure(directory: Path, *, number: int) -> list[Table]:
    """Measure at each number of clients, against one and against two processes."""
    data = directory / "requests"
    with closing(App(Settings(data=data))) as app:
        orders = _prepared(app, number)
        rows = [row for servers in SERVERS for row in _rows(app, orders, servers)]
    return [
        Table(
            "Run request, XML in, XML out, committed",
            (
                "servers",
                "clients",
                "requests/s",
                "p50 ms",
                "p99 ms",
                "worst ms",
                "not accepted",
            ),
            rows,
            (
                (
                    f"{number:,} requests a row, over {INSTITUTIONS} institutions,"
                    " one-member sets, no worker"
                ),
                "the clients are one process on the same machine",
            ),
        )
    ]


def _rows(
    app: App, orders: Sequence[Order], servers: int
) -> Sequence[tuple[Cell, ...]]:
    rows: list[tuple[Cell, ...]] = []
    with serving_many(
        app.settings.data,
        servers=servers,
        workers=0,
        settings={
            "requests_per_second": 1_000_000,
            "requests_per_day": 1_000_000_000,
            "max_running": 1_000_000,
            "max_starts": 1_000_000,
            "start_window": 0.001,
        },
    ) as up:
        ports = [server.port for server in up]
        sent(orders[:WARM_UP], ports, servers)
        for clients in CLIENTS:
            _end_all_runs(app)
            traffic = sent(orders, ports, clients)
            speed = latencies(traffic)
            refused = sum(each.status != 200 for each in traffic.answers)  # noqa: PLR2004 - HTTP
            times = speed.rate, speed.p50, speed.p99, speed.worst
            rows.append((str(servers), clients, *times, refused))
    _end_all_runs(app)
    return rows


def _prepared(app: App, number: int) -> list[Order]:
    """Make the institutions, and one order for each of their sets."""
    app.prepare()
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
