"""Find the bib that a record under it names."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import select

from almandine.records.kind import Kind
from almandine.store.load.identity import taken_ids
from almandine.store.load.rows import BadRow
from almandine.store.records.scope import Scope
from almandine.store.tables.records import bib, record_key

_BY_KEY: Final = select(record_key.c.value, record_key.c.record_id).where(
    record_key.c.kind == Kind.BIB.value, record_key.c.key_type.in_(("001", "035"))
)


def bibs_by_name(scope: Scope, names: Sequence[str]) -> Mapping[str, set[str]]:
    """Return the MMS IDs that each name may stand for.

    A name is an MMS ID, or a control number that a bib has in 001 or 035: a loaded bib
    keeps its former 001 there. An MMS ID stands for itself and nothing else.
    """
    found: dict[str, set[str]] = {}
    for value, record_id in scope.rows(_BY_KEY, record_key.c.value, names):
        found.setdefault(value, set()).add(record_id)
    mms_ids = taken_ids(scope, bib.c.mms_id, names)
    return found | {mms_id: {mms_id} for mms_id in mms_ids}


def the_bib_of(scope: Scope, names: Sequence[str]) -> Callable[[str], str]:
    """Return what finds the MMS ID of the one bib that a name stands for.

    It raises `BadRow` where the name stands for none or for several.
    """
    known = bibs_by_name(scope, names)

    def find(name: str) -> str:
        bibs = known.get(name, set())
        if len(bibs) != 1:
            raise BadRow(no_one_bib(name, len(bibs)))
        return next(iter(bibs))

    return find


def no_one_bib(name: str, count: int) -> str:
    """Say that a name stands for no bib, or for several."""
    if not name:
        return "nothing names its bib"
    return f"{name} names {count or 'no'} bib{'s' if count else ''}"
