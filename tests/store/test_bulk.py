"""Many rows at once, in the way of each database."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select, text
from sqlalchemy.exc import IntegrityError

from almandine.records.kind import Kind
from almandine.store.bulk import delete_rows, insert_rows, update_rows, upsert_rows
from almandine.store.database import Database
from almandine.store.imports.matches import matching
from almandine.store.rows import Rows
from almandine.store.tables.records import bib, holding, record_key, users
from store.workshop import HERE, NOON

Store = Callable[[Connection, Table, Rows], None]

HOLDING = {
    "institution": HERE,
    "holding_id": "221",
    "mms_id": "991",
    "library": 'Ma"in, {1}',
    "location": "\\N\n\té中",
    "call_number_type": "",
    "call_number": "NULL",
    "call_number_words": " \n null \n ",
    "suppressed": True,
    "created_at": NOON + timedelta(microseconds=1),
    "modified_at": NOON,
    "marc": bytes(range(256)) * 10,
}
OTHER = {**HOLDING, "holding_id": "222", "suppressed": False, "marc": b""}
KEYS = [
    {
        "institution": HERE,
        "kind": "bib",
        "key_type": "isbn",
        "value": value,
        "record_id": "991",
    }
    for value in ("1", "2", "3")
]
USER = {
    "institution": HERE,
    "primary_id": "jane",
    **dict.fromkeys(
        (
            *("first_name", "last_name", "user_group", "record_type"),
            *("account_type", "status", "email", "identifiers"),
        ),
        "",
    ),
    "expiry_date": None,
    "created_at": NOON,
    "modified_at": NOON,
}


@pytest.fixture
def connection(fresh_database: Database) -> Iterator[Connection]:
    with fresh_database.writing() as opened:
        yield opened


def stored(connection: Connection, table: Table) -> Sequence[dict[str, Any]]:
    query = select(table).order_by(*table.primary_key)
    return [dict(row) for row in connection.execute(query).mappings()]


@pytest.mark.parametrize("store", [insert_rows, upsert_rows])
def test_rows_are_read_as_they_were_stored(
    connection: Connection, store: Store
) -> None:
    store(connection, holding, [HOLDING, OTHER])
    assert stored(connection, holding) == [HOLDING, OTHER]


@pytest.mark.parametrize("store", [insert_rows, upsert_rows])
def test_days_and_what_is_not_known_are_read_as_they_were_stored(
    connection: Connection, store: Store
) -> None:
    other = {**USER, "primary_id": "mary", "expiry_date": date(2030, 1, 31)}
    store(connection, users, [USER, other])
    assert stored(connection, users) == [USER, other]


@pytest.mark.parametrize("store", [insert_rows, upsert_rows])
def test_a_column_may_be_empty_in_all_rows(
    connection: Connection, store: Store
) -> None:
    store(connection, users, [USER])
    assert stored(connection, users) == [USER]


def test_a_new_row_that_is_there_already_is_refused(connection: Connection) -> None:
    insert_rows(connection, record_key, KEYS)
    with pytest.raises(IntegrityError), connection.begin_nested():
        insert_rows(connection, record_key, KEYS[2:])
    assert stored(connection, record_key) == KEYS


def test_a_stored_row_keeps_what_it_is_told_to_keep(connection: Connection) -> None:
    insert_rows(connection, holding, [HOLDING])
    moved = {**HOLDING, "library": "ART", "created_at": NOON + timedelta(days=1)}
    upsert_rows(connection, holding, [moved, OTHER], keep=("created_at",))
    kept = {**moved, "created_at": HOLDING["created_at"]}
    assert stored(connection, holding) == [kept, OTHER]


def test_of_two_rows_with_one_key_the_last_is_stored(connection: Connection) -> None:
    upsert_rows(connection, holding, [HOLDING, {**HOLDING, "library": "ART"}])
    assert stored(connection, holding) == [{**HOLDING, "library": "ART"}]


def test_rows_of_nothing_but_a_key_are_stored_once(connection: Connection) -> None:
    upsert_rows(connection, record_key, KEYS[:2])
    upsert_rows(connection, record_key, [*KEYS, *KEYS])
    assert stored(connection, record_key) == KEYS


def test_a_change_leaves_other_columns_and_rows_alone(connection: Connection) -> None:
    insert_rows(connection, holding, [HOLDING, OTHER])
    key = {"institution": HERE, "holding_id": "222"}
    gone = {"institution": HERE, "holding_id": "223"}
    change = {"suppressed": True, "marc": b"new"}
    update_rows(connection, holding, [{**key, **change}, {**gone, **change}])
    assert stored(connection, holding) == [HOLDING, {**OTHER, **change}]


def test_only_the_rows_with_these_keys_are_deleted(connection: Connection) -> None:
    insert_rows(connection, record_key, KEYS)
    delete_rows(connection, record_key, [KEYS[0], KEYS[2]])
    assert stored(connection, record_key) == [KEYS[1]]


def test_however_many_rows_are_changed_at_once(connection: Connection) -> None:
    rows = [{**OTHER, "holding_id": f"22{n:04d}"} for n in range(1_001)]
    insert_rows(connection, holding, rows)
    update_rows(connection, holding, [{**row, "library": "NEW"} for row in rows])
    libraries = connection.execute(select(holding.c.library)).scalars().all()
    assert libraries == ["NEW"] * len(rows)


@pytest.mark.parametrize("do", [insert_rows, upsert_rows, update_rows, delete_rows])
def test_no_rows_are_nothing_to_do(connection: Connection, do: Store) -> None:
    nothing: Rows = []
    do(connection, bib, nothing)
    assert not stored(connection, bib)


def test_a_table_that_grew_since_a_statement_was_first_run_is_searched_by_key(
    fresh_database: Database,
) -> None:
    if not fresh_database.is_shared:
        pytest.skip("SQLite has one plan for a key, whatever the size of a table")
    marc = b"x" * 1_000
    rows = [{**OTHER, "holding_id": f"22{n:04d}", "marc": marc} for n in range(4_000)]
    names = ("institution", "holding_id", "library")
    changes = [{name: row[name] for name in names} for row in rows[:1_000]]
    with fresh_database.writing() as connection:
        for _ in range(12):
            update_rows(connection, holding, changes)  # enough for a lasting plan
        insert_rows(connection, holding, rows)
        before = looked_at(connection, holding)
        update_rows(connection, holding, changes)
        assert looked_at(connection, holding) - before <= 2 * len(changes)


def test_numbers_are_found_by_themselves_in_a_table_that_was_just_empty(
    fresh_database: Database,
) -> None:
    if not fresh_database.is_shared:
        pytest.skip("SQLite needs to know nothing of a table to choose its index")
    [key, *_] = KEYS
    for begin in range(0, 20_000, 5_000):
        numbers = range(begin, begin + 5_000)
        rows = [{**key, "value": str(one), "record_id": str(one)} for one in numbers]
        asked = [("isbn", str(one)) for one in numbers[:1_000]]
        with fresh_database.writing() as connection:
            insert_rows(connection, record_key, rows)
            before = looked_at(connection, record_key)
            found = matching(connection, HERE, Kind.BIB, asked)
            assert looked_at(connection, record_key) - before <= 2 * len(asked)
            assert found == {one: [one[1]] for one in asked}


def looked_at(connection: Connection, table: Table) -> int:
    """Return how many rows of a table the server looked at in this transaction."""
    query = text(
        "SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables"
        " WHERE relname = :name"
    )
    return connection.execute(query, {"name": table.name}).scalar_one()
