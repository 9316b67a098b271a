"""Stores that are wrong in one way, in the place of the real one.

Each is the real store with one part of its transactions replaced, on the same database.
"""

from collections.abc import Callable
from functools import cache

from sqlalchemy import Connection

from almandine.app import App
from almandine.store.transaction import SqlStore, SqlTx

Bug = type[SqlStore]
"""A store that is wrong."""
Part = Callable[[Connection, str], object]
"""Makes a part of a transaction, for an institution."""


def with_parts(**parts: Part) -> Bug:
    """Return the store with other parts of its transactions."""

    class Planted(SqlStore):
        def _tx(self, connection: Connection) -> SqlTx:
            tx = super()._tx(connection)
            for name, part in parts.items():
                setattr(tx, name, part(connection, self._institution))
            return tx

    return Planted


def plant(app: App, institution: str, bug: Bug) -> None:
    """Let a service go on with a store that is wrong."""
    right = app.store_of(institution)
    wrong = bug(right.database, institution, right.queue_of, right.env)

    def store_of(_institution: str) -> SqlStore:
        return wrong

    app.store_of = cache(store_of)
