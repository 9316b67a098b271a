"""The keys of records, kept in step with their bytes."""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import bindparam, delete, insert, select

from almandine.records.kind import Kind
from almandine.records.marc.keys import Key
from almandine.store.records.scope import Scope, storable
from almandine.store.tables.records import record_key

LONGEST: Final = 500
"""Characters; PostgreSQL cannot index much more, and no number has so many."""

_STORED: Final = {
    kind: select(
        record_key.c.record_id, record_key.c.key_type, record_key.c.value
    ).where(record_key.c.kind == kind.value)
    for kind in (Kind.BIB, Kind.AUTHORITY)
}
_DROP: Final = delete(record_key).where(
    *(column == bindparam(f"old_{column.name}") for column in record_key.primary_key)
)


def write_keys(scope: Scope, kind: Kind, keys_of: Mapping[str, Sequence[Key]]) -> None:
    """Let these records have these keys and no others.

    Only what differs is written: most changes leave the keys alone.
    """
    rows = scope.rows(_STORED[kind], record_key.c.record_id, list(keys_of))
    stored = {(one, name, value) for one, name, value in rows}
    wanted = {
        (one, name, storable(value))
        for one, found in keys_of.items()
        for name, value in found
        if len(value) <= LONGEST
    }
    if gone := sorted(stored - wanted):
        scope.connection.execute(_DROP, _parameters(scope, kind, gone, "old_"))
    # In the order of the index, so that neighbours are written together.
    if new := sorted(wanted - stored, key=lambda row: row[1:]):
        scope.connection.execute(insert(record_key), _parameters(scope, kind, new, ""))


def _parameters(
    scope: Scope, kind: Kind, rows: Sequence[tuple[str, str, str]], prefix: str
) -> list[dict[str, str]]:
    return [
        {
            f"{prefix}institution": scope.institution,
            f"{prefix}kind": kind.value,
            f"{prefix}key_type": key_type,
            f"{prefix}value": value,
            f"{prefix}record_id": record_id,
        }
        for record_id, key_type, value in rows
    ]
