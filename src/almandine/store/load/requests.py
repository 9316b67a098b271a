"""Load requests, each for an item."""

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import select

from almandine.records.item import Item
from almandine.records.kind import Kind
from almandine.records.request import Request
from almandine.store.load.candidates import Candidate, Rejected
from almandine.store.load.destination import Destination, LoadReport, load
from almandine.store.load.rows import BadRow, as_instant, required
from almandine.store.load.table import Line, build, only_free, read_lines, with_ids
from almandine.store.records.items import read_items
from almandine.store.records.requests import write_requests
from almandine.store.records.scope import Scope
from almandine.store.tables.records import item, request

_TEXTS: Final = ("request_type", "user_id", "pickup_library", "pickup_desk")
COLUMNS: Final = ("request_id", "pid", "barcode", *_TEXTS, "placed_at", "note")
"""`barcode` serves where there is no `pid`; `placed_at` is now where it is empty."""

_BY_BARCODE: Final = select(item.c.barcode, item.c.pid)


def load_requests(
    rows: Iterable[Candidate | Rejected], into: Destination
) -> LoadReport:
    """Load new requests from the rows of a table."""
    return load(rows, into, _store)


def _store(scope: Scope, chunk: Sequence[Candidate]) -> Sequence[Rejected]:
    lines, unread = read_lines(chunk, COLUMNS)
    free, taken = only_free(scope, lines, "request_id", request.c.request_id)
    numbered = with_ids(scope, Kind.REQUEST, "request_id", free)
    items = _items_by_name(scope, numbered)

    def make(line: Line) -> Request:
        name = _name(line)
        if name not in items:
            raise BadRow(f"no item {name}" if name else "neither pid nor barcode")
        return _request(scope, line, items[name])

    made, bad = build(numbered, make)
    write_requests(scope, made)
    return [*unread, *taken, *bad]


def _name(line: Line) -> str:
    return line.cells.get("pid") or line.cells.get("barcode", "")


def _items_by_name(scope: Scope, lines: Sequence[Line]) -> dict[str, Item]:
    """Return the items that the rows mean, by PID and by barcode."""
    barcodes = [line.cells["barcode"] for line in lines if "barcode" in line.cells]
    rows = scope.rows(_BY_BARCODE, item.c.barcode, barcodes)
    pid_of: dict[str, str] = {row.barcode: row.pid for row in rows}
    pids = [line.cells["pid"] for line in lines if "pid" in line.cells]
    by_pid = {one.pid: one for one in read_items(scope, [*pids, *pid_of.values()])}
    return {barcode: by_pid[pid] for barcode, pid in pid_of.items()} | by_pid


def _request(scope: Scope, line: Line, one: Item) -> Request:
    cells = line.cells
    return Request(
        request_id=cells["request_id"],
        request_type=cells.get("request_type", ""),
        item=one,
        user_id=required(cells, "user_id"),
        pickup_library=cells.get("pickup_library", ""),
        pickup_desk=cells.get("pickup_desk", ""),
        placed_at=as_instant(cells, "placed_at") or scope.now(),
        note=cells.get("note", ""),
    )
