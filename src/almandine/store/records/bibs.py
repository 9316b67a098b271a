# Compiled as it is, where the set-up can: ADR 0033.
"""Bibs: bytes and flags, and all that is derived from the bytes."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from almandine.records.bib import Bib, Sync
from almandine.records.kind import Kind
from almandine.records.marc.structure import Regular, Sound
from almandine.store.records.bib_edits import Edit, edit_of
from almandine.store.records.bib_rows import (
    bare_row,
    flags_of,
    is_iso2709,
    keys_of,
    whole_row,
)
from almandine.store.records.bib_texts import edited_texts, store_texts, text_of
from almandine.store.records.keys import add_keys, change_keys, key_rows
from almandine.store.records.prepared import UNPREPARED, Entry, Prepared
from almandine.store.records.scope import Scope
from almandine.store.rows import Rows
from almandine.store.tables.records import bib, bib_collection, bib_text

_READING: Final = select(
    bib.c.mms_id,
    bib.c.marc,
    bib.c.regular,
    bib.c.suppressed,
    bib.c.sync,
    bib.c.collections,
)
_SYNC: Final = {sync.value: sync for sync in Sync}


def read_bibs(scope: Scope, ids: Sequence[str], *, locked: bool = False) -> list[Bib]:
    """Return the bibs in any order; missing ones left out."""
    found = [
        Bib(
            mms_id,
            _as_known(marc, is_regular=regular),
            suppressed,
            _SYNC[sync],
            tuple(collections.split()),
        )
        for mms_id, marc, regular, suppressed, sync, collections in scope.rows(
            _READING, bib.c.mms_id, ids, locked=locked
        )
    ]
    if locked:
        scope.held.update((one.mms_id, one) for one in found)
    return found


def _as_known(marc: bytes, *, is_regular: bool) -> bytes:
    """Return stored bytes as what was found out about them when they were stored."""
    if is_regular:
        return Regular(marc)
    return Sound(marc) if is_iso2709(marc) else marc


def prepare_bibs(
    scope: Scope, changes: Sequence[tuple[Bib, Bib]], new: Sequence[Bib]
) -> Prepared:
    """Find out what is to be stored of bibs.

    In a transaction that only reads.

    Args:
        scope: Of the transaction.
        changes: Bibs as it has read them, and as they are to be.
        new: Bibs that are to be added.
    """
    edits = [edit_of(new, old.marc) for old, new in changes if old.marc != new.marc]
    texts = edited_texts(scope, edits)
    return Prepared(
        {one.bib.mms_id: one for one in edits},
        {row["mms_id"]: row for row in texts},
        {one.mms_id: _entry(one) for one in new},
    )


def write_bibs(
    scope: Scope, bibs: Sequence[Bib], prepared: Prepared = UNPREPARED
) -> None:
    """Store bibs, new or changed.

    What is derived from the bytes is made anew only where the bytes changed: that is
    most of the work, and jobs on flags do not need it.
    """
    bibs = list({one.mms_id: one for one in bibs}.values())
    new = [entry for one in bibs if (entry := prepared.entry_of(one))]
    known = {entry.bib.mms_id for entry in new}
    others = [one for one in bibs if one.mms_id not in known]
    before = _stored(scope, [one.mms_id for one in others])
    same = list[Bib]()
    ready, edits = list[Edit](), list[Edit]()
    for one in others:
        old = before.get(one.mms_id)
        if old is None:
            new.append(_entry(one))
        elif old.marc == one.marc:
            same.append(one)
        elif (edit := prepared.edit_of(one, old.marc)) is not None:
            ready.append(edit)
        else:
            edits.append(edit_of(one, old.marc))
    _add(scope, new)
    _edit(scope, ready, prepared.texts_of(ready))
    _edit(scope, edits, edited_texts(scope, edits))
    scope.change(bib, [flags_of(one) for one in same])
    moved = [
        one
        for one in bibs
        if one.collections
        != (old.collections if (old := before.get(one.mms_id)) else ())
    ]
    _write_collections(scope, moved)


def _stored(scope: Scope, ids: Sequence[str]) -> dict[str, Bib]:
    """Return the bibs that are there, about to be written; they stand still from now.

    To read a chunk of them takes as long as to write their flags: those that were read
    locked are known, until they are written.
    """
    unknown = [one for one in ids if one not in scope.held]
    found = {one.mms_id: one for one in read_bibs(scope, unknown, locked=True)}
    for one in scope.held.keys() & set(ids):
        found[one] = scope.held.pop(one)
    return found


def _entry(one: Bib) -> Entry:
    keys = keys_of(one.marc)
    rows = key_rows(one.mms_id, keys)
    return Entry(one, whole_row(one, keys), text_of(one), rows)


def _add(scope: Scope, entries: Sequence[Entry]) -> None:
    scope.add(bib, [one.row for one in entries])
    scope.add(bib_text, [one.text for one in entries])
    add_keys(scope, Kind.BIB, [row for one in entries for row in one.keys])


def _edit(scope: Scope, edits: Sequence[Edit], texts: Rows) -> None:
    bare = [one.bib for one in edits if one.tells_the_same]
    scope.change(bib, [bare_row(one) for one in bare])
    whole = [one for one in edits if not one.tells_the_same]
    keys = {one.bib.mms_id: keys_of(one.bib.marc) for one in whole}
    scope.change(bib, [whole_row(one.bib, keys[one.bib.mms_id]) for one in whole])
    change_keys(
        scope,
        Kind.BIB,
        {row for one in whole for row in key_rows(one.bib.mms_id, keys_of(one.before))},
        {row for mms_id, found in keys.items() for row in key_rows(mms_id, found)},
    )
    store_texts(scope, edits, texts)


def _write_collections(scope: Scope, bibs: Sequence[Bib]) -> None:
    scope.drop(bib_collection.c.mms_id, [one.mms_id for one in bibs])
    rows = [
        {"mms_id": one.mms_id, "collection_id": collection}
        for one in bibs
        for collection in one.collections
    ]
    scope.put(bib_collection, rows)
