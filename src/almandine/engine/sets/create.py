"""Make a set: an empty itemized one, or a logical one with its query."""

from almandine.engine.sets.creator import Creator
from almandine.engine.sets.drafts import (
    SetDraft,
    check_name_is_free,
    read_privacy,
    read_query,
    read_status,
    required,
)
from almandine.engine.sets.transaction import SetsTx
from almandine.faults import InvalidSet, InvalidSetType, Refused
from almandine.records.kind import KIND_OF_CONTENT
from almandine.records.sets import RecordSet, SetType


def create(draft: SetDraft, *, creator: Creator, tx: SetsTx) -> RecordSet:
    """Store a new set and return it; members in the draft are passed over.

    Raises:
        Refused: with the first field that will not do.
    """
    name = required("name", draft.name)
    set_type = _read_type(draft)
    content = _read_content(draft)
    logical = set_type is SetType.LOGICAL
    made = RecordSet(
        set_id=tx.ids.next("set")[0],
        name=name,
        content=content,
        type=set_type,
        description=draft.description or "",
        query=read_query(draft, content) if logical else "",
        private=read_privacy(draft),
        active=read_status(draft),
        created_by=creator.name,
        created_at=creator.now,
        modified_at=creator.now,
    )
    check_name_is_free(name, tx.sets)
    tx.sets.add(made)
    return made


def _read_type(draft: SetDraft) -> SetType:
    said = required("type", draft.type)
    if said not in SetType.__members__:
        raise Refused(InvalidSetType(said))
    return SetType(said)


def _read_content(draft: SetDraft) -> str:
    said = required("content", draft.content)
    if said not in KIND_OF_CONTENT:
        raise Refused(InvalidSet(f"No records of content {said} are kept here."))
    return said
