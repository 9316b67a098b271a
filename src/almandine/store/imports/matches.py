"""Which records have which keys, a whole chunk's at once."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, select

from almandine.records.importing.decision import MatchKey
from almandine.records.kind import Kind
from almandine.store.among import among, ids_for
from almandine.store.tables.records import record_key

_HOLDERS: Final = select(record_key.c.value, record_key.c.record_id).where(
    record_key.c.institution == bindparam("owner"),
    record_key.c.kind == bindparam("of_kind"),
    record_key.c.key_type == bindparam("of_type"),
)


def matching(
    connection: Connection, institution: str, kind: Kind, keys: Sequence[MatchKey]
) -> Mapping[MatchKey, Sequence[str]]:
    """Return the ids of the records that have each key, sorted; one query a type."""
    values: defaultdict[str, list[str]] = defaultdict(list)
    for key_type, value in keys:
        values[key_type].append(value)
    found: defaultdict[MatchKey, list[str]] = defaultdict(list)
    for key_type, asked in values.items():
        bound = {"owner": institution, "of_kind": kind.value, "of_type": key_type}
        query = _holders(connection.dialect.name)
        rows = connection.execute(query, {**bound, **ids_for(connection, asked)})
        for value, record_id in rows.all():
            found[key_type, value].append(record_id)
    return {key: sorted(ids) for key, ids in found.items()}


@cache
def _holders(dialect: str) -> Select[*tuple[Any, ...]]:
    return _HOLDERS.where(among(record_key.c.value, dialect))
