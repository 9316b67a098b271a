"""Lists of runs over a long history: what they show, and how they find it."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Final

import pytest

from almandine.engine.ports import RunFilter
from almandine.engine.run import Status
from almandine.store.database import Database
from almandine.store.runs import SqlRuns
from databases.homes import Home
from store.deep_pages import (
    FILTERS,
    asked_for_a_deep_page,
    rows_skipped,
    scans_of_all_runs,
    steps_of_a_deep_page,
)
from store.histories import END, Past, Shape, fill, pasts, settle
from store.workshop import ELSEWHERE, HERE

RUNS: Final = int(os.environ.get("ALMANDINE_HISTORY_RUNS", "20000"))
SHAPE: Final = Shape(runs=RUNS, days=40, unfinished=12)
TRIES: Final = 150


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


@pytest.mark.parametrize("which", FILTERS.values(), ids=FILTERS)
def test_no_list_is_found_by_looking_at_all_runs(
    database: Database, which: RunFilter
) -> None:
    asked = asked_for_a_deep_page(database, which)
    assert scans_of_all_runs(database, asked) == []


@pytest.mark.parametrize("which", FILTERS.values(), ids=FILTERS)
def test_no_list_skips_rows_by_an_offset(database: Database, which: RunFilter) -> None:
    assert rows_skipped(asked_for_a_deep_page(database, which)) == set()


@pytest.mark.parametrize("which", FILTERS.values(), ids=FILTERS)
def test_a_deep_page_costs_less_than_a_look_at_every_run(
    database: Database, which: RunFilter
) -> None:
    if database.is_shared:
        pytest.skip("only SQLite counts its steps")
    assert steps_of_a_deep_page(database, which) < RUNS
