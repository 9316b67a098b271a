"""A server that is away is told apart from a mistake of ours."""

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import DBAPIError

from almandine.store.database import Database
from almandine.store.outages import is_outage
from almandine.store.tables.institution import institution, sequence
from databases.homes import Home
from databases.postgres import free_port
from store.workshop import HERE


def backend(database: Database) -> int:
    """Return which of the server's processes serves the pool's one connection."""
    with database.reading() as connection:
        return connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()


def cut(home: Home, process: int) -> None:
    assert home.rows(f"SELECT pg_terminate_backend({process}, 5000)") == [(True,)]


def test_a_transaction_begins_anew_on_a_connection_that_was_cut(
    fresh_database: Database, home: Home
) -> None:
    if not fresh_database.is_shared:
        return  # A file has no connections that anybody could cut.
    cut(home, backend(fresh_database))
    with fresh_database.writing() as connection:
        connection.execute(update(institution).values(name="Anew"))
    cut(home, backend(fresh_database))
    fresh_database.check()
    assert set(home.rows("SELECT name FROM institution")) == {("Anew",)}


def test_a_connection_that_is_cut_in_midst_of_a_transaction_is_an_outage(
    fresh_database: Database, home: Home
) -> None:
    if not fresh_database.is_shared:
        return

    def lose() -> None:
        with fresh_database.writing() as connection:
            connection.execute(update(institution).values(name="Lost"))
            asked = connection.exec_driver_sql("SELECT pg_backend_pid()")
            cut(home, asked.scalar_one())
            connection.execute(update(institution).values(name="Lost"))

    with pytest.raises(DBAPIError) as raised:
        lose()
    assert is_outage(raised.value)
    assert home.rows("SELECT name FROM institution WHERE name = 'Lost'") == []


def test_a_server_that_nobody_runs_is_an_outage(home: Home) -> None:
    url = f"postgresql://127.0.0.1:{free_port()}/x"
    away = Home(home.directory, url).database()
    with pytest.raises(DBAPIError) as raised:
        away.check()
    assert is_outage(raised.value)


def test_a_mistake_of_ours_is_no_outage(fresh_database: Database) -> None:
    with pytest.raises(DBAPIError) as raised, fresh_database.writing() as connection:
        connection.execute(insert(sequence).values(institution=HERE, what="x"))
    assert not is_outage(raised.value)
    assert not is_outage(ValueError())


def test_a_full_disk_is_an_outage(fresh_database: Database) -> None:
    if fresh_database.is_shared:
        return  # A server's disk is filled in the journeys.

    def fill() -> None:
        with fresh_database.writing() as connection:
            connection.exec_driver_sql("PRAGMA max_page_count = 1")
            connection.exec_driver_sql("CREATE TABLE more AS SELECT zeroblob(100000)")

    with pytest.raises(DBAPIError) as raised:
        fill()
    assert is_outage(raised.value)
