"""What a page from the middle of a long list of runs costs its database."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from almandine.engine.ports import RunFilter
from almandine.engine.run import Status
from almandine.store.database import Database
from almandine.store.runs import SqlRuns
from store.asking import Asked, listening
from store.histories import END
from store.workshop import HERE

LONG_AGO: Final = END.date() - timedelta(days=30)
LATELY: Final = END.date() - timedelta(days=3)
FILTERS: Final = {
    "all": RunFilter(),
    "job": RunFilter(job_id="M0"),
    "rare job": RunFilter(job_id="M7"),
    "status": RunFilter(status=Status.COMPLETED_SUCCESS),
    "rare status": RunFilter(status=Status.MANUAL_HANDLING_REQUIRED),
    "unfinished status": RunFilter(status=Status.RUNNING),
    "job and status": RunFilter(job_id="M1", status=Status.FAILED),
    "days": RunFilter(submitted_from=LONG_AGO, submitted_to=LATELY),
    "everything": RunFilter("M1", Status.COMPLETED_SUCCESS, LONG_AGO, LATELY),
}
"""Filters of a history of many days, as `store.histories` makes it."""

_STEPS: Final = 1_000
_LIMIT: Final = 10


def asked_for_a_deep_page(
    database: Database, which: RunFilter, runs_type: type[SqlRuns] = SqlRuns
) -> Sequence[Asked]:
    """Show a page from the middle of a list, and return what was asked for it."""
    with database.reading() as connection:
        runs = runs_type(connection, HERE)
        _, total = runs.page(which, limit=0, offset=0)
        with listening(connection) as asked:
            found, _ = runs.page(which, limit=_LIMIT, offset=total // 2)
            runs.older(which, than=found[0] if found else None, limit=_LIMIT)
    return asked


def scans_of_all_runs(database: Database, asked: Sequence[Asked]) -> Sequence[str]:
    """Return the questions that the database would answer by a look at every run."""
    with database.reading() as connection:
        return [each.text for each in asked if each.scans("run", connection)]


def rows_skipped(asked: Sequence[Asked]) -> set[object]:
    """Return by how many rows the questions skip, other than 0."""
    return {by for each in asked for by in each.offsets} - {0}


def steps_of_a_deep_page(
    database: Database, which: RunFilter, runs_type: type[SqlRuns] = SqlRuns
) -> int:
    """Return how many steps SQLite takes to show it, in thousands rounded down."""
    steps = [0]

    def step() -> None:
        steps[0] += _STEPS

    with database.reading() as connection:
        runs = runs_type(connection, HERE)
        _, total = runs.page(which, limit=0, offset=0)
        driver: Any = connection.connection.dbapi_connection
        driver.set_progress_handler(step, _STEPS)
        runs.page(which, limit=_LIMIT, offset=total // 2)
        driver.set_progress_handler(None, _STEPS)
    return steps[0]
