from collections.abc import Iterator

import pytest

from almandine.engine.run import Event
from almandine.store.database import Database
from almandine.store.events import SqlEvents
from store.workshop import ELSEWHERE, HERE

EMMA = Event("emma", "changed", "")
IVANHOE = Event("ivanhoe", "failed", "no longer exists")
PERSUASION = Event("persuasion", "unchanged", "already as asked")


@pytest.fixture
def stored(fresh_database: Database) -> Iterator[tuple[SqlEvents, SqlEvents]]:
    with fresh_database.writing() as connection:
        yield SqlEvents(connection, HERE), SqlEvents(connection, ELSEWHERE)


@pytest.fixture
def events(stored: tuple[SqlEvents, SqlEvents]) -> SqlEvents:
    here, elsewhere = stored
    elsewhere.add("1", 0, [IVANHOE])
    here.add("2", 0, [IVANHOE])
    here.add("1", 1, [PERSUASION])
    here.add("1", 0, [IVANHOE])
    here.add("1", 0, [EMMA])
    return here


def all_of(events: SqlEvents, run_id: str) -> tuple[list[Event], int]:
    found, total = events.page(run_id, outcome=None, limit=10, offset=0)
    return list(found), total


def test_events_are_in_the_order_of_ranges_then_of_writing(events: SqlEvents) -> None:
    assert all_of(events, "1") == ([IVANHOE, EMMA, PERSUASION], 3)


def test_adding_nothing_changes_nothing(events: SqlEvents) -> None:
    events.add("1", 0, [])
    assert all_of(events, "1") == ([IVANHOE, EMMA, PERSUASION], 3)


def test_a_page_of_one_outcome_counts_only_that(events: SqlEvents) -> None:
    page = events.page("1", outcome="failed", limit=10, offset=0)
    assert page == ([IVANHOE], 1)


def test_a_page_may_begin_and_end_in_the_middle(events: SqlEvents) -> None:
    assert events.page("1", outcome=None, limit=1, offset=1) == ([EMMA], 3)


def test_a_range_that_is_done_again_loses_its_events_and_no_others(
    stored: tuple[SqlEvents, SqlEvents], events: SqlEvents
) -> None:
    events.drop("1", 0)
    left = [
        all_of(events, "1"),
        all_of(events, "2"),
        all_of(stored[1], "1"),
    ]
    assert left == [([PERSUASION], 1), ([IVANHOE], 1), ([IVANHOE], 1)]


def test_the_records_of_this_run_that_failed_are_named(events: SqlEvents) -> None:
    assert events.failed_ids("1") == ["ivanhoe"]
