"""Lists that look at too many runs are noticed (R15)."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Final

import pytest

from almandine.engine.ports import RunFilter
from almandine.store.database import Database
from almandine.store.runs import SqlRuns
from databases.homes import Home
from planted.histories import Skipping, TwiceBound, Unindexed, listed_by
from store.deep_pages import (
    FILTERS,
    asked_for_a_deep_page,
    rows_skipped,
    scans_of_all_runs,
    steps_of_a_deep_page,
)
from store.histories import Shape, fill, settle
from store.workshop import HERE, add_institutions

RUNS: Final = 5_000
Finds = Callable[[Database, RunFilter, type[SqlRuns]], bool]


@pytest.fixture(scope="module")
def database(shared_home: Home) -> Iterator[Database]:
    add_institutions(shared_home)
    with closing(shared_home.database()) as opened:
        fill(opened, HERE, Shape(runs=RUNS, days=40))
        settle(opened)
        yield opened


def skips_rows(database: Database, which: RunFilter, runs: type[SqlRuns]) -> bool:
    return rows_skipped(asked_for_a_deep_page(database, which, runs)) != set()


def scans_all(database: Database, which: RunFilter, runs: type[SqlRuns]) -> bool:
    asked = asked_for_a_deep_page(database, which, runs)
    return scans_of_all_runs(database, asked) != []


def takes_steps(database: Database, which: RunFilter, runs: type[SqlRuns]) -> bool:
    if database.is_shared:
        pytest.skip("only SQLite counts its steps")
    return steps_of_a_deep_page(database, which, runs) >= RUNS


PLANTED: Final[dict[str, tuple[type[SqlRuns], Finds]]] = {
    "a page is found by an offset": (listed_by(Skipping), skips_rows),
    "a total is counted run by run": (listed_by(Unindexed), scans_all),
    "time has two bounds at one end": (listed_by(TwiceBound), takes_steps),
}


@pytest.mark.parametrize(("runs", "finds"), PLANTED.values(), ids=PLANTED)
def test_a_list_that_takes_too_long_is_found(
    database: Database, runs: type[SqlRuns], finds: Finds
) -> None:
    assert any(finds(database, which, runs) for which in FILTERS.values())
    assert not any(finds(database, which, SqlRuns) for which in FILTERS.values())
