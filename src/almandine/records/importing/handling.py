"""From an incoming bib and the ones that it matches to what is done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Arrival, Decision
from almandine.records.importing.merging import MergeMethod, merge
from almandine.records.marc.identifiers import assign_mms_id

_DELETED = b"d"
_STATUS = slice(5, 6)


class SingleMatch(StrEnum):
    """What happens to a record that matches one."""

    MERGE = "MERGE"
    OVERLAY = "OVERLAY"
    DO_NOT_IMPORT = "DO_NOT_IMPORT"
    IMPORT_ANYWAY = "IMPORT_ANYWAY"
    """As a new record beside the one that is there."""
    MANUAL = "MANUAL"
    """Somebody decides."""


class NoMatch(StrEnum):
    """What happens to a record that matches none."""

    IMPORT = "IMPORT"
    DO_NOT_IMPORT = "DO_NOT_IMPORT"


class SeveralMatches(StrEnum):
    """What happens to a record that matches more than one."""

    MANUAL = "MANUAL"
    """Somebody decides."""
    DO_NOT_IMPORT = "DO_NOT_IMPORT"
    IMPORT_ANYWAY = "IMPORT_ANYWAY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a profile says of matches."""

    single: SingleMatch = SingleMatch.MERGE
    none: NoMatch = NoMatch.IMPORT
    several: SeveralMatches = SeveralMatches.MANUAL
    merge: MergeMethod = MergeMethod.OVERLAY_ALL_BUT_LOCAL
    source: str = ""
    """Stands before a former 001 whose record has no 003."""
    suppress_new: bool = False
    deletes: bool = False
    """Whether a record whose leader says that it is deleted deletes its match."""


def decide(arrival: Arrival, existing: Sequence[Bib], policy: Policy) -> Decision[Bib]:
    """Decide by how many records match."""
    if not existing:
        return _unmatched(arrival, policy)
    if len(existing) == 1:
        return _matched(arrival, existing[0], policy)
    if policy.several is SeveralMatches.MANUAL:
        return Decision(Action.UNRESOLVED, f"matches {len(existing)} records")
    if policy.several is SeveralMatches.IMPORT_ANYWAY:
        return _new(arrival, policy)
    return Decision(Action.MATCHED, f"matches {len(existing)} records")


def resolve(arrival: Arrival, chosen: Bib | None, policy: Policy) -> Decision[Bib]:
    """Do what somebody decided: take this record, or none of those that match."""
    if chosen is None:
        return _new(arrival, policy)
    overlays = policy.single is SingleMatch.OVERLAY
    how = SingleMatch.OVERLAY if overlays else SingleMatch.MERGE
    return _matched(arrival, chosen, replace(policy, single=how))


def name_new(bib: Bib, mms_id: str, source: str) -> Bib:
    """Return a new bib under its id; its former 001 moves to a 035."""
    return replace(bib, mms_id=mms_id, marc=assign_mms_id(bib.marc, mms_id, source))


def _unmatched(arrival: Arrival, policy: Policy) -> Decision[Bib]:
    if policy.none is NoMatch.DO_NOT_IMPORT:
        return Decision(Action.NO_MATCH)
    if policy.deletes and _is_deleted(arrival.marc):
        return Decision(Action.NO_MATCH, "there is nothing that it deletes")
    return _new(arrival, policy)


def _new(arrival: Arrival, policy: Policy) -> Decision[Bib]:
    bib = Bib("", arrival.marc, suppressed=policy.suppress_new)
    return Decision(Action.IMPORTED, record=bib)


def _matched(arrival: Arrival, old: Bib, policy: Policy) -> Decision[Bib]:
    if policy.deletes and _is_deleted(arrival.marc):
        return _deleted(old)
    if policy.single is SingleMatch.DO_NOT_IMPORT:
        return Decision(Action.MATCHED)
    if policy.single is SingleMatch.IMPORT_ANYWAY:
        return _new(arrival, policy)
    if policy.single is SingleMatch.MANUAL:
        return Decision(Action.UNRESOLVED)
    incoming = assign_mms_id(arrival.marc, old.mms_id, policy.source)
    if policy.single is SingleMatch.OVERLAY:
        return _changed(Action.OVERLAID, old, incoming)
    return _changed(Action.MERGED, old, merge(old.marc, incoming, policy.merge))


def _changed(action: Action, old: Bib, marc: bytes) -> Decision[Bib]:
    if marc == old.marc:
        return Decision(Action.UNCHANGED)
    return Decision(action, record=replace(old, marc=marc))


def _deleted(old: Bib) -> Decision[Bib]:
    """Deletion stays visible: the leader of the stored record says so."""
    return _changed(Action.DELETED, old, old.marc[:5] + _DELETED + old.marc[6:])


def _is_deleted(marc: bytes) -> bool:
    return marc[_STATUS] == _DELETED
