"""Insert, or update what is there: the one statement that names its database."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

_INSERT: Final = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}

Upsert = postgresql.Insert | sqlite.Insert


def insert_into(table: Table, dialect: str) -> Upsert:
    """Return the dialect's insert, to which `on_conflict_…` can be added."""
    return _INSERT[dialect](table)


def or_update(statement: Upsert, table: Table, changes: Collection[str]) -> Upsert:
    """Have an insert change these columns of the row that has the same key."""
    key = list(table.primary_key.columns)
    fresh = {
        name: statement.excluded[name]
        for name in changes
        if name not in table.primary_key.columns
    }
    if not fresh:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=key, set_=fresh)
