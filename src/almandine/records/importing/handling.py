# Compiled as it is, where the set-up can: ADR 0033.
"""From an incoming bib and the ones that it matches to what is done with it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from almandine.records.bib import Bib
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Arrival, Decision
from almandine.records.importing.inventory import NO_MAPPINGS, Mappings
from almandine.records.merging.brief_level import is_briefer
from almandine.records.merging.merge import merge
from almandine.records.merging.methods import MergeMethod
from almandine.records.merging.taking_in import is_deletion, taken_in

TOO_LONG: Final = "the stored record is too long for ISO 2709; it cannot be changed"
NO_DELETION: Final = "it says that it is deleted, and the profile deletes nothing"
NOTHING_THERE: Final = "there is nothing that it deletes"
_DELETED: Final = b"d"
_XML_START: Final = b"<"


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
    guard: bool = False
    """Whether a record that is briefer than its match leaves it alone."""
    moves_id: bool = True
    """Whether a former 001 and 003 become a 035."""
    suppress_new: bool = False
    mappings: Mappings = NO_MAPPINGS
    """Which fields describe inventory."""
    adds_inventory: bool = True
    """Whether records that match bring theirs along too, where it is not there yet."""
    deletes: bool = False
    """Whether a record whose leader says that it is deleted deletes its match."""


def decide(arrival: Arrival, existing: Sequence[Bib], policy: Policy) -> Decision[Bib]:
    """Decide by how many records match."""
    if is_deletion(arrival.marc):
        return _deletion(existing, policy)
    if not existing:
        return _unmatched(arrival, policy)
    if len(existing) == 1:
        return _matched(arrival, existing[0], policy)
    if policy.several is SeveralMatches.IMPORT_ANYWAY:
        return _new(arrival, policy)
    return _several(existing, policy)


def resolve(arrival: Arrival, chosen: Bib | None, policy: Policy) -> Decision[Bib]:
    """Do what somebody decided: take this record, or none of those that match."""
    overlays = policy.single is SingleMatch.OVERLAY
    how = SingleMatch.OVERLAY if overlays else SingleMatch.MERGE
    decided = replace(policy, single=how)
    if is_deletion(arrival.marc):
        return _deletion([chosen] if chosen else [], decided)
    return _matched(arrival, chosen, decided) if chosen else _new(arrival, policy)


def is_deleted(bib: Bib) -> bool:
    """Say whether a stored record was deleted."""
    return not bib.marc.startswith(_XML_START) and is_deletion(bib.marc)


def name_new(bib: Bib, mms_id: str, policy: Policy) -> Bib:
    """Return a new bib under its id."""
    marc = taken_in(bib.marc, mms_id, moves_id=policy.moves_id)
    # For each new record, and `replace` takes three times as long.
    return Bib(mms_id, marc, bib.suppressed, bib.sync, bib.collections)


def _unmatched(arrival: Arrival, policy: Policy) -> Decision[Bib]:
    if policy.none is NoMatch.DO_NOT_IMPORT:
        return Decision(Action.NO_MATCH)
    return _new(arrival, policy)


def _several(existing: Sequence[Bib], policy: Policy) -> Decision[Bib]:
    manual = policy.several is SeveralMatches.MANUAL
    action = Action.UNRESOLVED if manual else Action.MATCHED
    return Decision(action, f"matches {len(existing)} records")


def _new(arrival: Arrival, policy: Policy) -> Decision[Bib]:
    bib = Bib("", arrival.marc, suppressed=policy.suppress_new)
    drafts = policy.mappings.drafts_of(arrival.marc)
    return Decision(Action.IMPORTED, drafts.problems, bib, drafts)


def _matched(arrival: Arrival, old: Bib, policy: Policy) -> Decision[Bib]:
    match policy.single:
        case SingleMatch.MERGE | SingleMatch.OVERLAY:
            return _updated(arrival, old, policy)
        case SingleMatch.IMPORT_ANYWAY:
            return _new(arrival, policy)
        case SingleMatch.DO_NOT_IMPORT:
            return Decision(Action.MATCHED)
        case SingleMatch.MANUAL:
            return Decision(Action.UNRESOLVED)


def _updated(arrival: Arrival, old: Bib, policy: Policy) -> Decision[Bib]:
    if old.marc.startswith(_XML_START):
        return Decision(Action.REJECTED, TOO_LONG)
    incoming = taken_in(arrival.marc, old.mms_id, moves_id=policy.moves_id)
    if policy.guard and is_briefer(incoming, old.marc):
        return Decision(Action.MATCHED, "it is briefer than the record that it matches")
    if policy.single is SingleMatch.OVERLAY:
        overlaid = merge(old.marc, incoming, MergeMethod.OVERLAY)
        decision = _changed(Action.OVERLAID, old, overlaid)
    else:
        merged = merge(old.marc, incoming, policy.merge)
        decision = _changed(Action.MERGED, old, merged)
    return _with_inventory(decision, arrival, policy)


def _with_inventory(
    decision: Decision[Bib], arrival: Arrival, policy: Policy
) -> Decision[Bib]:
    if not policy.adds_inventory or policy.mappings == NO_MAPPINGS:
        return decision
    drafts = policy.mappings.drafts_of(arrival.marc)
    return decision._replace(because=drafts.problems, inventory=drafts)


def _changed(action: Action, old: Bib, marc: bytes) -> Decision[Bib]:
    if marc == old.marc:
        return Decision(Action.UNCHANGED)
    return Decision(action, record=replace(old, marc=marc))


def _deletion(existing: Sequence[Bib], policy: Policy) -> Decision[Bib]:
    """Delete the match; a record that says it is deleted is never stored itself."""
    if not policy.deletes:
        return Decision(Action.MATCHED if existing else Action.NO_MATCH, NO_DELETION)
    if not existing:
        return Decision(Action.NO_MATCH, NOTHING_THERE)
    if len(existing) > 1:
        return _several(existing, policy)
    if policy.single is SingleMatch.MANUAL:
        return Decision(Action.UNRESOLVED)
    return _deleted(existing[0])


def _deleted(old: Bib) -> Decision[Bib]:
    """Deletion stays visible: the leader of the stored record says so."""
    if old.marc.startswith(_XML_START):
        return Decision(Action.REJECTED, TOO_LONG)
    return _changed(Action.DELETED, old, old.marc[:5] + _DELETED + old.marc[6:])
