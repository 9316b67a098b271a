"""Whose records are read and written, through which connection, and when."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Table, bindparam, delete

from almandine.store.among import among, ids_for
from almandine.store.upsert import Upsert, upsert


def storable(text: str) -> str:
    """Return text without the one character that PostgreSQL cannot hold."""
    return text.replace("\0", "")


@dataclass(frozen=True, slots=True)
class Scope:
    """The records of one institution in one transaction."""

    connection: Connection
    institution: str
    now: Callable[[], datetime]

    @property
    def dialect(self) -> str:
        """Name of the database."""
        return self.connection.dialect.name

    def rows(
        self,
        statement: Select[*tuple[Any, ...]],
        column: Column[str],
        ids: Sequence[str],
    ) -> Sequence[Row[*tuple[Any, ...]]]:
        """Return the rows of the institution with one of these ids.

        The statement is kept for ever: it must be a constant.
        """
        chosen = _among_ids(statement, column, self.dialect)
        return self.connection.execute(chosen, self._parameters(ids)).all()

    def put(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Store rows of this institution, new or not; they keep their creation."""
        if not rows:
            return
        now = self.now()
        stamps = {"created_at": now, "modified_at": now}
        kept = {name: now for name, now in stamps.items() if name in table.c}
        owned = {"institution": self.institution, **kept}
        statement = _upsert(table, self.dialect)
        self.connection.execute(statement, [{**owned, **row} for row in rows])

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

    def _parameters(self, ids: Sequence[str]) -> dict[str, Any]:
        return {"institution": self.institution, **ids_for(self.connection, ids)}


@cache
def _upsert(table: Table, dialect: str) -> Upsert:
    """Return the statement that stores rows, whose creation is never moved."""
    return upsert(table, dialect, keep=("created_at",))


# To build the statement anew for each chunk costs a tenth of running it.
@cache
def _among_ids(
    statement: Select[*tuple[Any, ...]], column: Column[str], dialect: str
) -> Select[*tuple[Any, ...]]:
    """Return the statement for the rows of an institution with one of many ids."""
    return statement.where(
        column.table.c.institution == bindparam("institution"),
        among(column, dialect),
    )
