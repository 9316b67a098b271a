"""Put sets in place, with their members."""

from collections.abc import Sequence
from dataclasses import replace

from almandine.engine.apply.application import Application
from almandine.engine.apply.entries import Effect, EntryKind
from almandine.engine.apply.plan import Plan, SetTable
from almandine.records.sets import RecordSet, SetType

CREATOR = "configuration"
"""Who is told to have made the sets of a file."""


def put_sets(plan: Plan, to: Application) -> None:
    """Store the sets of a file.

    Ids that are no records are left out and noted: records come and go, and the
    file that named them must still apply.
    """
    for number, table in enumerate(plan.sets, start=1):
        place = f"sets[{number}]"
        kept = _kept(table, to, place)
        wanted = _wanted(table, kept, to)
        if kept and (kept.type, kept.content) != (wanted.type, wanted.content):
            to.object(place, f"is {kept.type} of {kept.content}, which cannot change")
            continue
        effects = [_put(wanted, kept, to), _put_members(wanted, table, to)]
        to.report.add(EntryKind.SET, _strongest(effects))


def _kept(table: SetTable, to: Application, place: str) -> RecordSet | None:
    """Return the set as it is now; None for a new one."""
    sets = to.parts.sets
    kept = sets.find(table.id) if table.id else None
    named = sets.by_name(table.name)
    if table.id and named and named.set_id != table.id:
        message = f"the id is {named.set_id} already, and ids do not change"
        to.object(f"{place}.id", message)
    return named or kept


def _wanted(table: SetTable, kept: RecordSet | None, to: Application) -> RecordSet:
    now = to.parts.now
    return RecordSet(
        set_id=kept.set_id if kept else table.id or _new_id(to),
        name=table.name,
        content=table.content,
        type=SetType.ITEMIZED if table.query is None else SetType.LOGICAL,
        description=table.description,
        query=table.query or "",
        private=table.private,
        active=table.active,
        created_by=kept.created_by if kept else CREATOR,
        created_at=kept.created_at if kept else now,
        modified_at=kept.modified_at if kept else now,
    )


def _new_id(to: Application) -> str:
    """Return an id that no set has, stated ones included."""
    while True:
        (set_id,) = to.parts.ids.next("set")
        if to.parts.sets.find(set_id) is None:
            return set_id


def _put(wanted: RecordSet, kept: RecordSet | None, to: Application) -> Effect:
    if kept == wanted:
        return Effect.UNCHANGED
    if kept is None:
        to.parts.sets.add(wanted)
        return Effect.CREATED
    to.parts.sets.update(replace(wanted, modified_at=to.parts.now))
    return Effect.CHANGED


def _put_members(wanted: RecordSet, table: SetTable, to: Application) -> Effect:
    """Make the set hold exactly the members of the file that are records."""
    if table.members is None:
        return Effect.UNCHANGED
    existing = to.parts.sets.existing(wanted.content, table.members)
    missing = [each for each in table.members if each not in existing]
    if missing:
        note = f"set {wanted.name!r}: no records, left out: {', '.join(missing)}"
        to.report.notes.append(note)
    if _members_of(wanted, to) == existing:
        return Effect.UNCHANGED
    to.parts.sets.replace_members(wanted.set_id, sorted(existing))
    return Effect.CHANGED


def _members_of(wanted: RecordSet, to: Application) -> frozenset[str]:
    batches = to.parts.sets.member_ids(wanted)
    return frozenset(record_id for batch in batches for record_id in batch)


def _strongest(effects: Sequence[Effect]) -> Effect:
    """Return the effect that comes first in the order of the enumeration."""
    return next(effect for effect in Effect if effect in effects)
