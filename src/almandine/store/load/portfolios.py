"""Load portfolios, each under its bib."""

from collections.abc import Iterable, Sequence
from typing import Final

from almandine.records.kind import Kind
from almandine.records.portfolio import Portfolio
from almandine.store.load.candidates import Candidate, Rejected
from almandine.store.load.destination import Destination, LoadReport, load
from almandine.store.load.links import the_bib_of
from almandine.store.load.rows import as_flag
from almandine.store.load.table import Line, build, only_free, read_lines, with_ids
from almandine.store.records.portfolios import write_portfolios
from almandine.store.records.scope import Scope
from almandine.store.tables.records import portfolio

COLUMNS: Final = ("pid", "mms_id", "url", "collection", "interface", "available")
"""`mms_id` may also be a control number in the bib's 001 or 035."""


def load_portfolios(
    rows: Iterable[Candidate | Rejected], into: Destination
) -> LoadReport:
    """Load new portfolios from the rows of a table."""
    return load(rows, into, _store)


def _store(scope: Scope, chunk: Sequence[Candidate]) -> Sequence[Rejected]:
    lines, unread = read_lines(chunk, COLUMNS)
    free, taken = only_free(scope, lines, "pid", portfolio.c.pid)
    numbered = with_ids(scope, Kind.PORTFOLIO, "pid", free)
    bib_of = the_bib_of(scope, [line.cells.get("mms_id", "") for line in numbered])

    def make(line: Line) -> Portfolio:
        cells = line.cells
        return Portfolio(
            pid=cells["pid"],
            mms_id=bib_of(cells.get("mms_id", "")),
            url=cells.get("url", ""),
            collection=cells.get("collection", ""),
            interface=cells.get("interface", ""),
            available=as_flag(cells, "available", default=True),
        )

    made, bad = build(numbered, make)
    write_portfolios(scope, made)
    return [*unread, *taken, *bad]
