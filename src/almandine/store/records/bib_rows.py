# Compiled as it is, where the set-up can: ADR 0033.
"""What the row of a bib says beside its bytes, and which keys it has."""

from collections.abc import Sequence
from typing import Any, Final

from almandine.records.bib import Bib
from almandine.records.marc.keys import Key, keys
from almandine.records.marc.structure import is_regular
from almandine.records.marc.summary import summary
from almandine.store.records.scope import storable
from almandine.store.tables.records import ISO2709, MARCXML

_YEAR_DIGITS: Final = 4
_NO_SUMMARY: Final = {
    "format": MARCXML,
    "publication_year": None,
    **dict.fromkeys(
        ("status", "title", "author", "isbn", "issn", "language", "material_type"), ""
    ),
}


def is_iso2709(marc: bytes) -> bool:
    """Say whether bytes are ISO 2709, not MARCXML; only these can be searched."""
    return not marc.startswith(b"<")


def keys_of(marc: bytes) -> Sequence[Key]:
    """Return the keys of a record."""
    return keys(marc) if is_iso2709(marc) else ()


def bare_row(one: Bib) -> dict[str, Any]:
    """Return flags and bytes."""
    return {**flags_of(one), "marc": one.marc, "regular": is_regular(one.marc)}


def whole_row(one: Bib, found: Sequence[Key]) -> dict[str, Any]:
    """Return flags, bytes, and what the bytes say."""
    if not is_iso2709(one.marc):
        return {**bare_row(one), **_NO_SUMMARY}
    facts = summary(one.marc)
    return {
        **bare_row(one),
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


def flags_of(one: Bib) -> dict[str, Any]:
    """Return what is told without a look at the bytes."""
    return {
        "mms_id": one.mms_id,
        "suppressed": one.suppressed,
        "sync": one.sync.value,
        "collections": " ".join(sorted(one.collections)),
    }


def _first(found: Sequence[Key], kind: str) -> str:
    return next((value for name, value in found if name == kind), "")


def _year(published: str) -> int | None:
    is_year = len(published) == _YEAR_DIGITS and published.isascii()
    return int(published) if is_year and published.isdigit() else None
