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


def upsert(table: Table, dialect: str, *, keep: Collection[str] = ()) -> Upsert:
    """Return a statement that stores rows, new or not, by primary key.

    Args:
        table: Where to.
        dialect: Name of the connection's dialect.
        keep: Columns that a row which is there already keeps.
    """
    statement = insert_into(table, dialect)
    key = list(table.primary_key.columns)
    fixed = {*keep, *(column.name for column in key)}
    changes = {
        name: statement.excluded[name]
        for name in table.columns.keys()  # noqa: SIM118 - a collection of columns, no mapping
        if name not in fixed
    }
    if not changes:
        return statement.on_conflict_do_nothing()
    return statement.on_conflict_do_update(index_elements=key, set_=changes)
