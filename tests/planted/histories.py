"""Lists of runs that are found in a way that takes too long."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import ColumnElement, RowMapping, func, select

from almandine.engine.ports import RunFilter
from almandine.engine.run import Run
from almandine.store.history.pages import History
from almandine.store.runs import SqlRuns
from almandine.store.tables.runs import run

_NEWEST_FIRST: Final = (run.c.submitted_at.desc(), run.c.run_id.desc())


class Skipping(History):
    """Lets the database count off the rows before a page."""

    def from_offset(self, offset: int, limit: int) -> Sequence[RowMapping]:
        query = select(run).where(*self._fitting()).order_by(*_NEWEST_FIRST)
        page = query.limit(limit).offset(offset)
        return self._connection.execute(page).mappings().all()


class Unindexed(History):
    """Counts the runs anew for each list, and tells names as no index does."""

    def total(self) -> int:
        _, *others = self._fitting()
        ours = func.lower(run.c.institution) == self._institution.lower()
        query = select(func.count()).where(ours, run.c.name != "", *others)
        return self._connection.execute(query).scalar_one()


class TwiceBound(History):
    """Says twice where the page begins: by the key, and by the filter's last day."""

    def _page(
        self, reached: Sequence[ColumnElement[bool]], limit: int
    ) -> Sequence[RowMapping]:
        last = [] if self._end is None else [run.c.submitted_at < self._end]
        return super()._page([*last, *reached], limit)


def listed_by(history: type[History]) -> type[SqlRuns]:
    """Return runs whose lists are found so."""

    class Listed(SqlRuns):
        def page(
            self, which: RunFilter, *, limit: int, offset: int
        ) -> tuple[Sequence[Run], int]:
            found = history(self._connection, self._institution, which)
            rows = found.from_offset(offset, limit) if limit else ()
            runs = [self.find(row["run_id"]) for row in rows]
            return [each for each in runs if each is not None], found.total()

    return Listed
