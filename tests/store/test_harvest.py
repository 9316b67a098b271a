"""Pages of what was published, and how the database finds them."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import pytest

from almandine.engine.ports import Issue, Place, Selection
from almandine.store.bulk import insert_rows
from almandine.store.database import Database
from almandine.store.publishing import SqlHarvest, SqlIssues
from almandine.store.tables.publishing import published
from store.asking import listening
from store.workshop import ELSEWHERE, HERE, NOON

RECORDS: Final = 5_000
BY_ALL: Final = Selection(["1", "2"])
BY_ONE: Final = Selection(["1"])
SECOND: Final = timedelta(seconds=1)


def fill(database: Database, profile_id: str, numbers: Sequence[int]) -> None:
    """Publish records, ten in a second; those of the second profile an hour later."""
    later = timedelta(hours=int(profile_id))
    rows = [
        {
            "institution": HERE,
            "profile_id": profile_id,
            "mms_id": f"99{number:06d}",
            "digest": b"",
            "deleted": False,
            "published_at": NOON + later + number // 10 * SECOND,
            "run_id": profile_id,
        }
        for number in numbers
    ]
    issues = [
        Issue(f"99{number:06d}", b"", deleted=False, marc=b"marc") for number in numbers
    ]
    with database.writing() as connection:
        insert_rows(connection, published, rows)
        SqlIssues(connection, HERE).draft(profile_id, issues)


@pytest.fixture
def filled(fresh_database: Database) -> Database:
    fill(fresh_database, "1", range(RECORDS))
    fill(fresh_database, "2", range(0, RECORDS, 2))
    fresh_database.look_over(["published"])
    return fresh_database


def every_place(database: Database, selection: Selection, limit: int) -> list[Place]:
    places: list[Place] = []
    with database.reading() as connection:
        harvest = SqlHarvest(connection, HERE)
        while page := harvest.places(
            selection, after=places[-1] if places else None, limit=limit
        ):
            assert len(page) <= limit
            places += page
    return places


@pytest.mark.parametrize("limit", [7, 900])
def test_pages_together_hold_each_record_once_in_order(
    filled: Database, limit: int
) -> None:
    places = every_place(filled, BY_ALL, limit)
    assert places == sorted(places)
    ids = [f"99{number:06d}" for number in range(RECORDS)]
    assert sorted(each.mms_id for each in places) == ids


def test_a_record_stands_where_it_was_published_last(filled: Database) -> None:
    places = every_place(filled, BY_ALL, 900)
    assert places[:2] == [
        Place(NOON + timedelta(hours=1), "99000001"),
        Place(NOON + timedelta(hours=1), "99000003"),
    ]
    assert places[-1].at > NOON + timedelta(hours=2)


@pytest.mark.parametrize("selection", [BY_ONE, BY_ALL], ids=["one", "all"])
def test_the_database_walks_along_its_index(
    filled: Database, selection: Selection
) -> None:
    """Otherwise a page of a million records costs as much as all of them."""
    middle = every_place(filled, selection, 900)[RECORDS // 2]
    bounded = Selection(selection.profile_ids, NOON, NOON + timedelta(days=1))
    with filled.reading() as connection:
        harvest = SqlHarvest(connection, HERE)
        with listening(connection) as asked:
            harvest.places(bounded, after=None, limit=10)
            harvest.places(bounded, after=middle, limit=10)
            harvest.earliest(["1", "2"])
        assert len(asked) == 4
        for each in asked:
            assert not each.scans("published", connection)
            assert "published_at" in each.plan(connection)


def test_records_are_found_by_their_keys(filled: Database) -> None:
    with filled.reading() as connection:
        with listening(connection) as asked:
            found = SqlHarvest(connection, HERE).published(
                ["1", "2"], ["99000000", "99000001", "no such"], with_marc=True
            )
        assert not asked[0].scans("published", connection)
    owners = sorted((each.mms_id, each.profile_id, each.marc) for each in found)
    assert owners == [
        ("99000000", "1", b"marc"),
        ("99000000", "2", b"marc"),
        ("99000001", "1", b"marc"),
    ]


def test_another_institution_sees_nothing_of_it(filled: Database) -> None:
    with filled.reading() as connection:
        harvest = SqlHarvest(connection, ELSEWHERE)
        assert harvest.places(BY_ALL, after=None, limit=10) == []
        assert harvest.count(BY_ONE) == 0
        assert harvest.earliest(["1"]) is None
        assert harvest.published(["1"], ["99000000"], with_marc=False) == []


def test_counting_is_left_where_it_takes_long(filled: Database) -> None:
    with filled.reading() as connection:
        harvest = SqlHarvest(connection, HERE)
        assert harvest.count(BY_ONE) == RECORDS
        assert harvest.count(BY_ALL) is None
        hour = NOON + timedelta(hours=1)
        assert harvest.count(Selection(["1"], hour + SECOND, hour + 3 * SECOND)) == 20


def test_without_profiles_there_is_nothing(filled: Database) -> None:
    with filled.reading() as connection:
        harvest = SqlHarvest(connection, HERE)
        assert harvest.places(Selection([]), after=None, limit=10) == ()
        assert harvest.unsettled([]) is None
        assert harvest.earliest([]) is None
