"""Authorities: bytes, their heading and their words."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select

from almandine.records.bib import Authority
from almandine.records.kind import Kind
from almandine.records.marc.summary import summary
from almandine.store.records.bib_rows import is_iso2709, keys_of
from almandine.store.records.bib_words import all_words
from almandine.store.records.keys import KeyRow, change_keys, key_rows
from almandine.store.records.scope import Scope, storable
from almandine.store.tables.records import ISO2709, MARCXML, authority

_READING: Final = select(authority.c.authority_id, authority.c.marc)


def read_authorities(
    scope: Scope, ids: Sequence[str], *, locked: bool = False
) -> list[Authority]:
    """Return the authorities in any order; missing ones left out."""
    rows = scope.rows(_READING, authority.c.authority_id, ids, locked=locked)
    return [Authority(authority_id, marc) for authority_id, marc in rows]


def write_authorities(scope: Scope, authorities: Sequence[Authority]) -> None:
    """Store authorities, new or changed, with what is derived from them."""
    ids = [one.authority_id for one in authorities]
    before = read_authorities(scope, ids, locked=True)
    scope.put(authority, [_row(one) for one in authorities])
    change_keys(scope, Kind.AUTHORITY, _keys(before), _keys(authorities))


def _keys(authorities: Sequence[Authority]) -> set[KeyRow]:
    # Of equal ids the last one counts.
    marc = {one.authority_id: one.marc for one in authorities}
    return {row for one, raw in marc.items() for row in key_rows(one, keys_of(raw))}


def _row(one: Authority) -> dict[str, Any]:
    own = {"authority_id": one.authority_id, "marc": one.marc}
    if not is_iso2709(one.marc):
        return {**own, "format": MARCXML, "status": "", "heading": "", "everything": ""}
    facts = summary(one.marc)
    return {
        **own,
        "format": ISO2709,
        "status": storable(facts.status),
        "heading": storable(facts.title),
        "everything": all_words(one.marc),
    }
