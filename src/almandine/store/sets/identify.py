"""Which records there are, and which of them an identifier means."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, Select, select

from almandine.engine.sets.identifiers import (
    ANY_USER_IDENTIFIER,
    BIB_NUMBERS,
    spellings,
)
from almandine.records.kind import KIND_OF_CONTENT, Kind
from almandine.store.among import among, ids_for
from almandine.store.sets.contents import belongs_to, place_of
from almandine.store.tables.records import item, record_key, user_identifier


def existing(
    connection: Connection, institution: str, content: str, record_ids: Sequence[str]
) -> frozenset[str]:
    """Return which of the ids are records of this content."""
    record_id = place_of(content).record_id
    query = select(record_id).where(
        among(record_id, connection.dialect.name), belongs_to(content, institution)
    )
    found = connection.execute(query, ids_for(connection, record_ids))
    return frozenset(found.scalars())


def identify(
    connection: Connection,
    institution: str,
    content: str,
    id_type: str,
    values: Sequence[str],
) -> Mapping[str, Sequence[str]]:
    """Return, for each value, the ids of the records of the content that it means.

    Values that mean none are left out.
    """
    spelt = {value: spellings(id_type, value) for value in values}
    asked = [spelling for each in spelt.values() for spelling in each]
    query = _holders(KIND_OF_CONTENT[content], id_type, institution)
    held = query.where(among(query.selected_columns.value, connection.dialect.name))
    holders: defaultdict[str, set[str]] = defaultdict(set)
    for spelling, record_id in connection.execute(held, ids_for(connection, asked)):
        holders[spelling].add(record_id)
    candidates = list(set[str]().union(*holders.values()))
    valid = existing(connection, institution, content, candidates)
    meant = {
        value: sorted(valid & set[str]().union(*(holders[each] for each in known)))
        for value, known in spelt.items()
    }
    return {value: ids for value, ids in meant.items() if ids}


def _holders(kind: Kind, id_type: str, institution: str) -> Select[str, str]:
    """Ask for all identifiers of a type, each as `value`, with their records."""
    if kind is Kind.ITEM:
        barcodes = select(item.c.barcode.label("value"), item.c.pid)
        return barcodes.where(item.c.institution == institution)
    if kind is Kind.USER:
        return _users(id_type).where(user_identifier.c.institution == institution)
    return select(record_key.c.value, record_key.c.record_id).where(
        record_key.c.institution == institution,
        record_key.c.kind == kind,
        record_key.c.key_type == BIB_NUMBERS[id_type].key_type,
    )


def _users(id_type: str) -> Select[str, str]:
    users = select(user_identifier.c.value, user_identifier.c.primary_id)
    if id_type == ANY_USER_IDENTIFIER:
        return users
    return users.where(user_identifier.c.identifier_type == id_type)
