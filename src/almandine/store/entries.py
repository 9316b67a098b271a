"""The configuration of an institution, open for writing."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, insert, select, update

from almandine.engine.apply import Effect, Entry, EntryKind
from almandine.engine.apply.entries import Row
from almandine.store.tables import configuration as tables
from almandine.store.tables.institution import institution

_TABLES: Mapping[EntryKind, Table] = {
    EntryKind.INSTITUTION: institution,
    EntryKind.LIBRARY: tables.library,
    EntryKind.LOCATION: tables.location,
    EntryKind.REMOTE_STORAGE: tables.remote_storage,
    EntryKind.COLLECTION: tables.collection,
    EntryKind.RULE: tables.rule,
    EntryKind.ENDPOINT: tables.endpoint,
    EntryKind.PROFILE: tables.profile,
    EntryKind.JOB: tables.job,
}
"""Where entries are kept; sets are not among them, for they have members."""


class SqlEntries:
    """Finds and stores configured things of any kind, by their columns."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def find(self, kind: EntryKind, **where: str) -> Row | None:
        """Return the first entry, by key, with these values in these columns."""
        table = _TABLES[kind]
        query = (
            select(table).where(*self._which(table, where)).order_by(*table.primary_key)
        )
        row = self._connection.execute(query).mappings().first()
        return None if row is None else dict(row)

    def put(self, entry: Entry) -> Effect:
        """Store the entry, unless it is kept exactly so already."""
        table = _TABLES[entry.kind]
        which = self._which(table, entry.key)
        kept = self._connection.execute(select(table).where(*which)).mappings().first()
        if kept is None:
            row = {**self._owner(table), **entry.key, **entry.values}
            self._connection.execute(insert(table).values(row))
            return Effect.CREATED
        if all(kept[column] == value for column, value in entry.values.items()):
            return Effect.UNCHANGED
        values: dict[str, Any] = dict(entry.values)
        self._connection.execute(update(table).where(*which).values(values))
        return Effect.CHANGED

    def _which(
        self, table: Table, where: Mapping[str, str]
    ) -> list[ColumnElement[bool]]:
        columns = {**self._owner(table), **where}
        return [table.c[name] == value for name, value in columns.items()]

    def _owner(self, table: Table) -> Mapping[str, str]:
        """Return the column that keeps institutions apart; one tells itself apart."""
        return {} if table is institution else {"institution": self._institution}
