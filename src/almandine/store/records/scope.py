# Compiled as it is, where the set-up can: ADR 0033.
"""Whose records are read and written, through which connection, and when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, bindparam, delete

from almandine.records.bib import Bib
from almandine.store.among import among, ids_for
from almandine.store.bulk import insert_rows, update_rows, upsert_rows
from almandine.store.rows import NOTHING, Alike, Rows


def storable(text: str) -> str:
    """Return text without the one character that PostgreSQL cannot hold."""
    return text.replace("\0", "")


@dataclass(frozen=True, slots=True)
class Scope:
    """The records of one institution in one transaction."""

    connection: Connection
    institution: str
    now: Callable[[], datetime]
    held: dict[str, Bib] = field(default_factory=dict[str, Bib])
    """Bibs that were read locked, as they are stored."""

    @property
    def dialect(self) -> str:
        """Name of the database."""
        return self.connection.dialect.name

    def rows(
        self,
        statement: Select[*tuple[Any, ...]],
        column: Column[str],
        ids: Sequence[str],
        *,
        locked: bool = False,
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of the institution with one of these ids.

        The statement is kept for ever: it must be a constant. Locked, the rows of the
        column's own table stay as they are until this transaction has ended.
        """
        if not ids:
            return ()
        chosen = _among_ids(statement, column, self.dialect, locked=locked)
        return self.connection.execute(chosen, self._parameters(ids)).all()

    def put(self, table: Table, rows: Rows) -> None:
        """Store rows of this institution, new or not; they keep their creation."""
        alike = self._alike(table, rows, "created_at", "modified_at")
        upsert_rows(self.connection, table, rows, alike, keep=("created_at",))

    def add(self, table: Table, rows: Rows) -> None:
        """Store rows of this institution that are new."""
        alike = self._alike(table, rows, "created_at", "modified_at")
        insert_rows(self.connection, table, rows, alike)

    def change(self, table: Table, rows: Rows) -> None:
        """Store columns of rows of this institution that are there."""
        alike = self._alike(table, rows, "modified_at")
        update_rows(self.connection, table, rows, alike)

    def drop(self, column: Column[str], ids: Sequence[str]) -> None:
        """Delete the rows of the institution with one of these ids."""
        table = column.table
        if not ids:
            return
        statement = delete(table).where(
            table.c.institution == bindparam("institution"),
            among(column, self.dialect),
        )
        self.connection.execute(statement, self._parameters(ids))

    def _alike(self, table: Table, rows: Rows, *stamps: str) -> Alike:
        """Return whose rows are, and when they are written if they do not say it."""
        owner = {"institution": self.institution}
        said = rows[0] if rows else NOTHING
        due = [name for name in stamps if name in table.c and name not in said]
        # A server is asked for the time, so only where it is needed.
        return owner | dict.fromkeys(due, self.now()) if due else owner

    def _parameters(self, ids: Sequence[str]) -> dict[str, Any]:
        return {"institution": self.institution, **ids_for(self.connection, ids)}


# To build the statement anew for each chunk costs a tenth of running it.
@cache
def _among_ids(
    statement: Select[*tuple[Any, ...]],
    column: Column[str],
    dialect: str,
    *,
    locked: bool,
) -> Select[*tuple[Any, ...]]:
    """Return the statement for the rows of an institution with one of many ids."""
    chosen = statement.where(
        column.table.c.institution == bindparam("institution"),
        among(column, dialect),
    )
    if not locked or dialect != "postgresql":
        # SQLite has one writer, and nobody writes beside it.
        return chosen
    # All lock in one order, so that no two wait for each other.
    return chosen.order_by(column).with_for_update(of=column.table)
