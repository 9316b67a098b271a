"""What each operation on members does, once the call itself is in order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from almandine.engine.sets.naming import record_ids_of
from almandine.engine.sets.ports import Sets
from almandine.faults import (
    IdentifierAlreadyInSet,
    InvalidIdentifier,
    InvalidMember,
    MemberAlreadyInSet,
    MemberNotInSet,
    Refused,
    RepeatedMember,
    SetRefusal,
)
from almandine.records.sets import RecordSet

Named = Mapping[str, str]
"""What the call calls a record, by the record's id."""


@dataclass(frozen=True, slots=True)
class Call:
    """A call on a set's members."""

    record_set: RecordSet
    ids: Sequence[str]
    id_type: str
    strict: bool

    def decline(self, refusal: SetRefusal) -> None:
        """Refuse the call for one of its members, or let that member pass."""
        if self.strict:
            raise Refused(refusal)


def add(call: Call, sets: Sets) -> None:
    """Add records that are not members yet."""
    named = _name(call, _find(call, call.ids, sets))
    present = sets.contains(call.record_set.set_id, list(named))
    for record_id, said in named.items():
        if record_id in present:
            call.decline(_already_in_set(said, call.id_type))
    new = [record_id for record_id in named if record_id not in present]
    sets.add_members(call.record_set.set_id, new)


def delete(call: Call, sets: Sets) -> None:
    """Take members out, those too whose record is gone."""
    set_id = call.record_set.set_id
    literal = frozenset[str]() if call.id_type else sets.contains(set_id, call.ids)
    others = [each for each in call.ids if each not in literal]
    found = {each: each for each in literal} | _find(call, others, sets)
    named = _name(call, found)
    present = literal | sets.contains(set_id, list(named))
    for record_id, said in named.items():
        if record_id not in present:
            call.decline(MemberNotInSet(said))
    sets.remove_members(set_id, list(present))


def replace(call: Call, sets: Sets) -> None:
    """Make these records all that the set holds."""
    named = _name(call, _find(call, call.ids, sets))
    sets.replace_members(call.record_set.set_id, list(named))


def _find(call: Call, ids: Sequence[str], sets: Sets) -> dict[str, str]:
    content = call.record_set.content
    return record_ids_of(ids, content=content, id_type=call.id_type, sets=sets)


def _name(call: Call, found: Mapping[str, str]) -> Named:
    """Return each record once, in the order of the call."""
    named: dict[str, str] = {}
    for each in call.ids:
        record_id = found.get(each)
        if record_id is None:
            call.decline(_invalid(each, call))
        elif record_id in named:
            call.decline(RepeatedMember(each))
        else:
            named[record_id] = each
    return named


def _invalid(said: str, call: Call) -> SetRefusal:
    if call.id_type:
        return InvalidIdentifier(said, call.id_type)
    return InvalidMember(said, call.record_set.content)


def _already_in_set(said: str, id_type: str) -> SetRefusal:
    if id_type:
        return IdentifierAlreadyInSet(said, id_type)
    return MemberAlreadyInSet(said)
