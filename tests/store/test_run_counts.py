"""Counts of ended runs: kept as runs end, and made for databases from before."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from almandine.engine.ports import Fenced, RunFilter
from almandine.engine.run import TERMINAL, Event, Run, Status
from almandine.store.database import Database
from almandine.store.events import SqlEvents
from almandine.store.migrations import HEAD
from almandine.store.runs import SqlRuns
from databases.homes import Home
from store.histories import Shape, fill
from store.workshop import HERE, NOON
from unit.engine.test_run import RUN

BEFORE_COUNTS = "0002"
GOING = replace(RUN, status=Status.FINALIZING, submitted_at=NOON)


@pytest.fixture
def runs(fresh_database: Database) -> Iterator[SqlRuns]:
    with fresh_database.writing() as connection:
        yield SqlRuns(connection, HERE)


def ended(run: Run, status: Status) -> Run:
    """Return the run as it ends, on the day after it was submitted."""
    return replace(run, status=status, ended_at=NOON + timedelta(days=1))


def totals(runs: SqlRuns) -> dict[Status, int]:
    """Return how many runs a list of each status says that there are."""
    found = {
        each: runs.page(RunFilter(status=each), limit=0, offset=0) for each in Status
    }
    return {status: total for status, (_, total) in found.items() if total}


@pytest.mark.parametrize("status", sorted(TERMINAL))
def test_a_run_is_counted_once_before_and_after_it_ends(
    runs: SqlRuns, status: Status
) -> None:
    runs.add(GOING)
    before = totals(runs)
    runs.save(ended(GOING, status))
    assert (before, totals(runs)) == ({GOING.status: 1}, {status: 1})


def test_a_run_is_counted_on_the_day_it_was_submitted(runs: SqlRuns) -> None:
    runs.add(GOING)
    runs.save(ended(GOING, Status.FAILED))
    days = [NOON.date() + timedelta(days=each) for each in (-1, 0, 1)]
    filters = [RunFilter(submitted_from=day, submitted_to=day) for day in days]
    assert [runs.page(each, limit=1, offset=0)[1] for each in filters] == [0, 1, 0]


def test_who_is_too_late_to_end_a_run_counts_nothing(runs: SqlRuns) -> None:
    runs.add(GOING)
    runs.save(ended(GOING, Status.FAILED))
    with pytest.raises(Fenced):
        runs.save(ended(GOING, Status.COMPLETED_SUCCESS))
    assert totals(runs) == {Status.FAILED: 1}


def test_a_database_from_before_gets_the_counts_it_would_have(home: Home) -> None:
    database = home.database()
    fill(database, HERE, Shape(runs=500, days=9))
    with database.writing() as connection:
        events = SqlEvents(connection, HERE)
        for span, outcome in enumerate(["failed", "changed", "failed"]):
            events.add("1", span // 2, [Event(str(span), outcome, "")])
    kept = counts_of(home)
    database.migrate(BEFORE_COUNTS)
    database.migrate(HEAD)
    assert counts_of(home) == kept
    database.close()


def counts_of(home: Home) -> dict[str, list[str]]:
    content = home.content()
    return {name: content[name] for name in ("run_count", "event_count")}
