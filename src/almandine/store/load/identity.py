"""Which id a loaded MARC record gets."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from sqlalchemy import Column, Select, select

from almandine.records.kind import Kind
from almandine.records.marc.edits import TooLongForIso2709
from almandine.records.marc.fields import Record
from almandine.records.marc.identifiers import assign_mms_id
from almandine.store.ids import SqlIds
from almandine.store.load.candidates import Candidate, Rejected
from almandine.store.load.destination import IdPolicy
from almandine.store.records.bib_rows import is_iso2709
from almandine.store.records.scope import Scope

Identified = tuple[Candidate, str, bytes]
"""A record of the file, its id, and its bytes as they are to be stored."""

_LONGEST: Final = 19
"""Digits of an id."""


def identify(
    scope: Scope,
    kind: Kind,
    column: Column[str],
    candidates: Sequence[Candidate],
    policy: IdPolicy,
) -> tuple[list[Identified], list[Rejected]]:
    """Give each record its id, and write it into the record as the policy says.

    Args:
        scope: Where ids are taken from.
        kind: What is loaded.
        column: Where the ids of this kind are.
        candidates: Records of one chunk.
        policy: Where ids come from.
    """
    if policy is IdPolicy.KEEP:
        return _keep(scope, kind, column, candidates), []
    ids = SqlIds(scope.connection, scope.institution).next(kind, len(candidates))
    identified: list[Identified] = []
    rejected: list[Rejected] = []
    for one, record_id in zip(candidates, ids, strict=True):
        try:
            identified.append((one, record_id, _assigned(one.raw, record_id)))
        except TooLongForIso2709 as error:
            reason = f"with its new id, {error}"
            rejected.append(Rejected(one.position, reason, one.raw))
    return identified, rejected


def taken_ids(scope: Scope, column: Column[str], ids: Sequence[str]) -> set[str]:
    """Return which of these ids are there already."""
    return {row[0] for row in scope.rows(_selecting(column), column, ids)}


@cache
def _selecting(column: Column[str]) -> Select[str]:
    return select(column)


def _assigned(raw: bytes, record_id: str) -> bytes:
    return assign_mms_id(raw, record_id) if is_iso2709(raw) else raw


def _keep(
    scope: Scope, kind: Kind, column: Column[str], candidates: Sequence[Candidate]
) -> list[Identified]:
    numbers = [_own_number(one.raw) for one in candidates]
    taken = taken_ids(scope, column, [number for number in numbers if number])
    kept: list[str] = []
    for number in numbers:
        kept.append("" if number in taken else number)
        taken.add(number)
    ids = SqlIds(scope.connection, scope.institution)
    ids.reserve(kind, kept)
    new = iter(ids.next(kind, kept.count("")))
    return [
        (one, number or next(new), one.raw)
        for one, number in zip(candidates, kept, strict=True)
    ]


def _own_number(raw: bytes) -> str:
    """Return the record's 001 if it can serve as an id, else nothing."""
    number = Record(raw).control("001") if is_iso2709(raw) else None
    is_number = number and number.isascii() and number.isdigit()
    return number if number and is_number and len(number) <= _LONGEST else ""
