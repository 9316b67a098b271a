"""Change what is said of a set; its members and kind of members stay."""

from dataclasses import replace
from datetime import datetime

from almandine.engine.sets.drafts import (
    SetDraft,
    check_name_is_free,
    read_privacy,
    read_query,
    read_status,
    required,
)
from almandine.engine.sets.find import find_set
from almandine.engine.sets.ports import Sets
from almandine.faults import InvalidSet, Refused
from almandine.records.sets import RecordSet, SetType


def update(set_id: str, draft: SetDraft, *, sets: Sets, now: datetime) -> RecordSet:
    """Replace name, description, privacy, status and query, and return the set.

    What the draft leaves unsaid gets its default, as the vendor's schema says.

    Raises:
        Refused: with `UnknownSet`, or with the first field that will not do.
    """
    before = find_set(set_id, sets)
    name = required("name", draft.name)
    _check_unchanged("type", draft.type, before.type)
    _check_unchanged("content", draft.content, before.content)
    logical = before.type is SetType.LOGICAL
    after = replace(
        before,
        name=name,
        description=draft.description or "",
        query=read_query(draft, before.content) if logical else "",
        private=read_privacy(draft),
        active=read_status(draft),
        modified_at=now,
    )
    check_name_is_free(name, sets, set_id=set_id)
    sets.update(after)
    return after


def _check_unchanged(field: str, said: str | None, stored: str) -> None:
    if said and said.strip() != stored:
        raise Refused(InvalidSet(f"The {field} of a set cannot change."))
