# Compiled as it is, where the set-up can: ADR 0033.
"""The keys of records, kept in step with their bytes."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from typing import Final

from almandine.records.kind import Kind
from almandine.records.marc.keys import LONGEST, Key
from almandine.store.bulk import delete_rows, insert_rows
from almandine.store.records.scope import Scope, storable
from almandine.store.rows import Alike, Rows
from almandine.store.tables.records import record_key

KeyRow = tuple[str, str, str]
"""Kind of key, value and record id: as the index has them in order."""
_COLUMNS: Final = ("key_type", "value", "record_id")


def key_rows(record_id: str, keys: Iterable[Key]) -> set[KeyRow]:
    """Return what is stored of the keys of a record."""
    return {
        (name, storable(value), record_id)
        for name, value in keys
        if len(value) <= LONGEST
    }


def add_keys(scope: Scope, kind: Kind, rows: Iterable[KeyRow]) -> None:
    """Give new records their keys."""
    insert_rows(scope.connection, record_key, _in_order(rows), _owned(scope, kind))


def change_keys(
    scope: Scope, kind: Kind, before: AbstractSet[KeyRow], after: AbstractSet[KeyRow]
) -> None:
    """Give records these keys in place of those that their stored bytes have.

    Only what differs is written: most changes leave the keys alone.
    """
    gone = _in_order(before - after)
    delete_rows(scope.connection, record_key, gone, _owned(scope, kind))
    add_keys(scope, kind, after - before)


def _in_order(rows: Iterable[KeyRow]) -> Rows:
    """Return rows in the order of the index: neighbours are written together."""
    return [dict(zip(_COLUMNS, row, strict=True)) for row in sorted(rows)]


def _owned(scope: Scope, kind: Kind) -> Alike:
    return {"institution": scope.institution, "kind": kind.value}
