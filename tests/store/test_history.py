"""Lists of runs over a long history: what they show, and how they find it."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any, Final

import pytest

from almandine.engine.ports import RunFilter
from almandine.engine.run import Status
from almandine.store.database import Database
from almandine.store.runs import SqlRuns
from databases.homes import Home
from store.asking import Asked, listening
from store.histories import END, Past, Shape, fill, pasts, settle
from store.workshop import ELSEWHERE, HERE

RUNS: Final = int(os.environ.get("ALMANDINE_HISTORY_RUNS", "20000"))
SHAPE: Final = Shape(runs=RUNS, days=40, unfinished=12)
TRIES: Final = 150
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
_STEPS: Final = 1_000


@pytest.fixture(scope="module")
def past() -> list[Past]:
    """Return the history, newest first."""
    return sorted(pasts(SHAPE), key=lambda p: (p.submitted_at, p.run_id), reverse=True)


@pytest.fixture(scope="module")
def database(
    template: Home, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    home = template.copied(tmp_path_factory.mktemp("history") / "data")
    opened = home.database()
    fill(opened, HERE, SHAPE)
    fill(opened, ELSEWHERE, Shape(runs=500, days=40, seed=2))
    settle(opened)
    yield opened
    opened.close()
    home.removed()


@pytest.fixture
def runs(database: Database) -> Iterator[SqlRuns]:
    with database.reading() as connection:
        yield SqlRuns(connection, HERE)


def a_filter(chance: Random) -> RunFilter:
    """Return a filter; each of its four parts is there half of the time."""
    days = sorted(END.date() - timedelta(days=chance.randrange(45)) for _ in range(2))
    return RunFilter(
        job_id=chance.choice([None, f"M{chance.randrange(12)}"]),
        status=chance.choice([None, chance.choice([*Status])]),
        submitted_from=chance.choice([None, days[0]]),
        submitted_to=chance.choice([None, days[1]]),
    )


def fits(past: Past, which: RunFilter) -> bool:
    day = past.submitted_at.date()
    return (
        which.job_id in (None, past.job_id)
        and which.status in (None, past.status)
        and (which.submitted_from or date.min)
        <= day
        <= (which.submitted_to or date.max)
    )


def test_every_page_shows_what_looking_at_every_run_would_show(
    runs: SqlRuns, past: list[Past]
) -> None:
    chance = Random(RUNS)  # noqa: S311 - a seed, no secret
    for _ in range(TRIES):
        which, limit = a_filter(chance), chance.choice([0, 1, 10, 100])
        wanted = [each.run_id for each in past if fits(each, which)]
        offset = chance.choice([0, 1, limit, chance.randrange(len(wanted) + 2)])
        found, total = runs.page(which, limit=limit, offset=offset)
        shown = [each.run_id for each in found]
        assert (shown, total) == (wanted[offset : offset + limit], len(wanted)), which


def test_pages_by_key_make_up_the_whole_list(runs: SqlRuns, past: list[Past]) -> None:
    which = RunFilter(job_id="M3", submitted_to=END.date() - timedelta(days=2))
    shown: list[str] = []
    last = None
    while page := runs.older(which, than=last, limit=100)[0]:
        shown += [each.run_id for each in page]
        last = page[-1]
    assert shown == [each.run_id for each in past if fits(each, which)]


def a_deep_page(database: Database, which: RunFilter) -> list[Asked]:
    """Show a page from the middle of a list, and return what was asked for it."""
    with database.reading() as connection:
        runs = SqlRuns(connection, HERE)
        _, total = runs.page(which, limit=0, offset=0)
        with listening(connection) as asked:
            found, _ = runs.page(which, limit=10, offset=total // 2)
            runs.older(which, than=found[0] if found else None, limit=10)
    return asked


@pytest.mark.parametrize("which", FILTERS.values(), ids=FILTERS)
def test_no_list_is_found_by_looking_at_all_runs(
    database: Database, which: RunFilter
) -> None:
    asked = a_deep_page(database, which)
    with database.reading() as connection:
        scanning = [each.text for each in asked if each.scans("run", connection)]
    assert scanning == []


@pytest.mark.parametrize("which", FILTERS.values(), ids=FILTERS)
def test_no_list_skips_rows_by_an_offset(database: Database, which: RunFilter) -> None:
    asked = a_deep_page(database, which)
    assert {by for each in asked for by in each.offsets} <= {0}


@pytest.mark.parametrize("which", FILTERS.values(), ids=FILTERS)
def test_a_deep_page_costs_less_than_a_look_at_every_run(
    database: Database, which: RunFilter
) -> None:
    if database.is_shared:
        pytest.skip("only SQLite counts its steps")
    steps = [0]

    def step() -> None:
        steps[0] += _STEPS

    with database.reading() as connection:
        runs = SqlRuns(connection, HERE)
        _, total = runs.page(which, limit=0, offset=0)
        driver: Any = connection.connection.dbapi_connection
        driver.set_progress_handler(step, _STEPS)
        runs.page(which, limit=10, offset=total // 2)
        driver.set_progress_handler(None, _STEPS)
    assert steps[0] < RUNS, total
