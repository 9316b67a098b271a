"""Add, delete or replace members of an itemized set: all of them or none."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from almandine.engine.sets.find import find_set
from almandine.engine.sets.identifiers import check_identifier_type
from almandine.engine.sets.membership import Call, add, delete, replace
from almandine.engine.sets.ports import Sets
from almandine.faults import (
    InvalidMembersOperation,
    MemberWithoutId,
    NoMembers,
    NotAnItemizedSet,
    Refused,
    TooManyMembers,
)
from almandine.records.sets import RecordSet, SetType

MAX_MEMBERS: Final = 1000
"""Most members in one call. Source: the API page of sets."""

_OPERATIONS: Final[Mapping[str, Callable[[Call, Sets], None]]] = {
    "add_members": add,
    "delete_members": delete,
    "replace_members": replace,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersChange:
    """What a client asks to be done to the members of a set."""

    op: str
    """`add_members`, `delete_members` or `replace_members`."""
    ids: Sequence[str | None]
    """What the body calls the members, in its order."""
    id_type: str = ""
    """Type of identifier that the ids are; empty for ids of records."""
    strict: bool = True
    """Whether one member that will not do refuses the whole change. Otherwise such
    members are passed over: unknown, repeated, there already, or not there."""


def change_members(set_id: str, change: MembersChange, *, sets: Sets) -> RecordSet:
    """Carry the change out and return the set.

    Raises:
        Refused: with the first reason found; then nothing is stored.
    """
    record_set = find_set(set_id, sets)
    carry_out = _OPERATIONS.get(change.op)
    if carry_out is None:
        raise Refused(InvalidMembersOperation(change.op))
    if record_set.type is not SetType.ITEMIZED:
        raise Refused(NotAnItemizedSet(set_id))
    ids = _checked_ids(change.ids)
    if change.id_type:
        check_identifier_type(change.id_type, record_set.content)
    carry_out(Call(record_set, ids, change.id_type, strict=change.strict), sets)
    return record_set


def _checked_ids(said: Sequence[str | None]) -> Sequence[str]:
    """Return the ids without space around them."""
    ids = [(each or "").strip() for each in said]
    if not ids:
        raise Refused(NoMembers())
    if len(ids) > MAX_MEMBERS:
        raise Refused(TooManyMembers(len(ids), MAX_MEMBERS))
    if "" in ids:
        raise Refused(MemberWithoutId(ids.index("") + 1))
    return ids
