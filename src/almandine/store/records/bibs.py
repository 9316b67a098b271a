"""Bibs: bytes and flags, and all that is derived from the bytes."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from almandine.records.bib import Bib, Sync
from almandine.records.kind import Kind
from almandine.records.marc.keys import Key, keys
from almandine.records.marc.summary import summary
from almandine.store.records.bib_words import WORD_COLUMNS, bib_words
from almandine.store.records.keys import write_keys
from almandine.store.records.scope import Scope, storable
from almandine.store.tables.records import (
    ISO2709,
    MARCXML,
    bib,
    bib_collection,
    bib_text,
)

_READING: Final = select(
    bib.c.mms_id, bib.c.marc, bib.c.suppressed, bib.c.sync, bib.c.collections
)
_SYNC: Final = {sync.value: sync for sync in Sync}
_YEAR_DIGITS: Final = 4


def read_bibs(scope: Scope, ids: Sequence[str], *, locked: bool = False) -> list[Bib]:
    """Return the bibs in any order; missing ones left out."""
    return [
        Bib(mms_id, marc, suppressed, _SYNC[sync], tuple(collections.split()))
        for mms_id, marc, suppressed, sync, collections in scope.rows(
            _READING, bib.c.mms_id, ids, locked=locked
        )
    ]


def write_bibs(scope: Scope, bibs: Sequence[Bib]) -> None:
    """Store bibs, new or changed.

    What is derived from the bytes is made anew only where the bytes changed: that is
    most of the work, and jobs on flags do not need it.
    """
    bibs = list({one.mms_id: one for one in bibs}.values())
    before = {one.mms_id: one for one in read_bibs(scope, [b.mms_id for b in bibs])}
    new, edited, same = list[Bib](), list[Bib](), list[Bib]()
    for one in bibs:
        old = before.get(one.mms_id)
        kept = same if old and old.marc == one.marc else edited
        (kept if old else new).append(one)
    _add(scope, new)
    _edit(scope, edited)
    scope.change(bib, [{"mms_id": one.mms_id, **_flags(one)} for one in same])
    moved = [
        one
        for one in bibs
        if one.collections
        != (old.collections if (old := before.get(one.mms_id)) else ())
    ]
    _write_collections(scope, moved)


def _add(scope: Scope, bibs: Sequence[Bib]) -> None:
    keys_of = {one.mms_id: _keys(one.marc) for one in bibs}
    scope.add(bib, [_row(one, keys_of[one.mms_id]) for one in bibs])
    scope.add(bib_text, [_text_row(one) for one in bibs])
    write_keys(scope, Kind.BIB, keys_of)


def _edit(scope: Scope, bibs: Sequence[Bib]) -> None:
    keys_of = {one.mms_id: _keys(one.marc) for one in bibs}
    scope.change(bib, [_row(one, keys_of[one.mms_id]) for one in bibs])
    scope.change(bib_text, [_text_row(one) for one in bibs])
    write_keys(scope, Kind.BIB, keys_of)


def _flags(one: Bib) -> dict[str, Any]:
    return {
        "suppressed": one.suppressed,
        "sync": one.sync.value,
        "collections": " ".join(sorted(one.collections)),
    }


def _write_collections(scope: Scope, bibs: Sequence[Bib]) -> None:
    scope.drop(bib_collection.c.mms_id, [one.mms_id for one in bibs])
    rows = [
        {"mms_id": one.mms_id, "collection_id": collection}
        for one in bibs
        for collection in one.collections
    ]
    scope.put(bib_collection, rows)


def is_iso2709(marc: bytes) -> bool:
    """Say whether bytes are ISO 2709, not MARCXML; only these can be searched."""
    return not marc.startswith(b"<")


def _text_row(one: Bib) -> dict[str, Any]:
    words = bib_words(one.marc) if is_iso2709(one.marc) else _NO_WORDS
    return {"mms_id": one.mms_id, **words}


def _keys(marc: bytes) -> Sequence[Key]:
    return keys(marc) if is_iso2709(marc) else ()


def _row(one: Bib, found: Sequence[Key]) -> dict[str, Any]:
    own = {"mms_id": one.mms_id, "marc": one.marc, **_flags(one)}
    if not is_iso2709(one.marc):
        return {**own, **_NO_SUMMARY}
    facts = summary(one.marc)
    return {
        **own,
        "format": ISO2709,
        "status": storable(facts.status),
        "title": storable(facts.title),
        "author": storable(facts.author),
        "isbn": _first(found, "isbn"),
        "issn": _first(found, "issn"),
        "publication_year": _year(facts.published),
        "language": storable(facts.language),
        "material_type": facts.material,
    }


_NO_WORDS: Final[Mapping[str, str]] = dict.fromkeys((*WORD_COLUMNS, "everything"), "")
_NO_SUMMARY: Final = {
    "format": MARCXML,
    "publication_year": None,
    **dict.fromkeys(
        ("status", "title", "author", "isbn", "issn", "language", "material_type"), ""
    ),
}


def _first(found: Sequence[Key], kind: str) -> str:
    return next((value for name, value in found if name == kind), "")


def _year(published: str) -> int | None:
    is_year = len(published) == _YEAR_DIGITS and published.isascii()
    return int(published) if is_year and published.isdigit() else None
