# Compiled as it is, where the set-up can: ADR 0033.
"""The keys of records, kept in step with their bytes."""

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Final

from sqlalchemy import select

from almandine.records.kind import Kind
from almandine.records.marc.keys import LONGEST, Key
from almandine.store.bulk import delete_rows, insert_rows
from almandine.store.records.scope import Scope, storable
from almandine.store.rows import Rows
from almandine.store.tables.records import record_key

_Row = tuple[str, str, str]
"""Record id, kind of key, value."""

_STORED: Final = {
    kind: select(
        record_key.c.record_id, record_key.c.key_type, record_key.c.value
    ).where(record_key.c.kind == kind.value)
    for kind in (Kind.BIB, Kind.AUTHORITY)
}


def add_keys(scope: Scope, kind: Kind, keys_of: Mapping[str, Sequence[Key]]) -> None:
    """Give new records their keys."""
    wanted = _storable(keys_of)
    insert_rows(scope.connection, record_key, _rows(scope, kind, wanted))


def write_keys(scope: Scope, kind: Kind, keys_of: Mapping[str, Sequence[Key]]) -> None:
    """Let these records have these keys and no others.

    Only what differs is written: most changes leave the keys alone.
    """
    rows = scope.rows(_STORED[kind], record_key.c.record_id, list(keys_of))
    stored = {(one, name, value) for one, name, value in rows}
    wanted = _storable(keys_of)
    delete_rows(scope.connection, record_key, _rows(scope, kind, stored - wanted))
    insert_rows(scope.connection, record_key, _rows(scope, kind, wanted - stored))


def _storable(keys_of: Mapping[str, Sequence[Key]]) -> set[_Row]:
    return {
        (one, name, storable(value))
        for one, found in keys_of.items()
        for name, value in found
        if len(value) <= LONGEST
    }


def _rows(scope: Scope, kind: Kind, keys: Iterable[_Row]) -> Rows:
    """Return rows in the order of the index: neighbours are written together."""
    owned = {"institution": scope.institution, "kind": kind.value}
    return [
        {**owned, "key_type": key_type, "value": value, "record_id": record_id}
        for record_id, key_type, value in sorted(keys, key=itemgetter(1, 2))
    ]
