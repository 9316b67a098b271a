"""Load items, each under its holdings record."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from almandine.records.item import Item
from almandine.records.item_fields import ITEM_FIELDS
from almandine.records.kind import Kind
from almandine.store.load.candidates import Candidate, Rejected
from almandine.store.load.destination import Destination, LoadReport, load
from almandine.store.load.links import the_bib_of
from almandine.store.load.rows import BadRow, Row, as_instant
from almandine.store.load.table import Line, build, only_free, read_lines, with_ids
from almandine.store.records.items import write_items
from almandine.store.records.scope import Scope
from almandine.store.tables.records import holding, item

_TEXTS: Final = (
    "pid",
    "barcode",
    "library",
    "location",
    "temp_library",
    "temp_location",
    "material_type",
    "item_policy",
    "base_status",
    "process_type",
    "description",
    "po_line",
)
_COLUMNS_OF_ITEM: Final = frozenset({"ITEM_POLICY", "MATERIAL_TYPE", "IN_PROCESS_TYPE"})
_DETAILS: Final[Mapping[str, str]] = {
    name.lower(): name for name in ITEM_FIELDS if name not in _COLUMNS_OF_ITEM
}
COLUMNS: Final = (*_TEXTS, "holding_id", "mms_id", "created_at", *_DETAILS)
"""`mms_id` is needed only without `holding_id`; it may be a control number too."""

_HOLDINGS: Final = select(
    holding.c.holding_id, holding.c.mms_id, holding.c.library, holding.c.location
)
_Shelf = tuple[str, str, str]
"""MMS ID, library and location of a holdings record."""


def load_items(rows: Iterable[Candidate | Rejected], into: Destination) -> LoadReport:
    """Load new items from the rows of a table; no barcode may occur twice."""
    return load(rows, into, _store)


def _store(scope: Scope, chunk: Sequence[Candidate]) -> Sequence[Rejected]:
    lines, unread = read_lines(chunk, COLUMNS)
    new, taken = only_free(scope, lines, "pid", item.c.pid)
    free, doubles = only_free(scope, new, "barcode", item.c.barcode)
    numbered = with_ids(scope, Kind.ITEM, "pid", free)
    made, bad = _items(scope, numbered)
    write_items(scope, made)
    return [*unread, *taken, *doubles, *bad]


def _items(
    scope: Scope, lines: Sequence[Line]
) -> tuple[Sequence[Item], Sequence[Rejected]]:
    shelves = _shelves(scope, [line.cells.get("holding_id", "") for line in lines])
    bib_of = the_bib_of(scope, [line.cells.get("mms_id", "") for line in lines])

    def make(line: Line) -> Item:
        cells = line.cells
        holding_id = cells.get("holding_id", "")
        if not holding_id:
            return _item(cells, (bib_of(cells.get("mms_id", "")), "", ""))
        if holding_id not in shelves:
            raise BadRow(f"no holdings record {holding_id}")
        return _item(cells, shelves[holding_id])

    return build(lines, make)


def _shelves(scope: Scope, ids: Sequence[str]) -> Mapping[str, _Shelf]:
    rows = scope.rows(_HOLDINGS, holding.c.holding_id, ids)
    return {one: (mms_id, library, place) for one, mms_id, library, place in rows}


def _item(cells: Row, shelf: _Shelf) -> Item:
    mms_id, library, location = shelf
    own: dict[str, Any] = {"library": library, "location": location}
    own |= {name: cells[name] for name in _TEXTS if name in cells}
    details = {_DETAILS[name]: cells[name] for name in _DETAILS if name in cells}
    return Item(
        **own,
        holding_id=cells.get("holding_id", ""),
        mms_id=mms_id,
        details=details,
        created_at=as_instant(cells, "created_at"),
    )
