"""Which records a run of a publishing profile has to look at.

The database compares sets of ids; none of them passes through this process but those
that are looked at.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    except_,
    exists,
    false,
    select,
    union,
)
from sqlalchemy.sql.selectable import CompoundSelect

from almandine.store.tables.publishing import published, unpublished
from almandine.store.tables.records import bib, holding, item, portfolio

Ids = Select[str] | CompoundSelect[str]

_KINDS: Final = (bib, holding, item, portfolio)


def candidates(
    institution: str,
    profile_id: str,
    members: Select[str] | None,
    since: datetime | None,
) -> tuple[Ids, Ids | None]:
    """Ask for what is wanted of the candidates, and for what is to be withdrawn.

    Args:
        institution: Its code.
        profile_id: Of the publishing profile.
        members: Asks for the ids of the set; None for the whole repository.
        since: When the last run looked; None when all is to be looked at.
    """
    live = _live(institution, profile_id)
    if since is None:
        if members is None:
            return _all_bibs(institution), live.where(~_is_there())
        return members, except_(live, members)
    due = union(*_touched(institution, since), _owed(institution, profile_id))
    if members is None:
        # A bib that is deleted is still there, with `d` in its leader.
        return due, None
    entered = except_(members, live)
    # Asked of what changed, one by one: the set is not gone through once more.
    changed = due.subquery().c[0]
    touched = select(changed).where(changed.in_(members))
    return union(_plain(entered), touched), except_(live, members)


def _all_bibs(institution: str) -> Select[str]:
    """Ask for the ids of the whole repository."""
    return select(bib.c.mms_id).where(bib.c.institution == institution)


def _is_there() -> ColumnElement[bool]:
    """Return the condition that what is published is still in the repository."""
    return exists().where(
        bib.c.institution == published.c.institution,
        bib.c.mms_id == published.c.mms_id,
    )


def _live(institution: str, profile_id: str) -> Select[str]:
    """Ask for what the receivers have."""
    return select(published.c.mms_id).where(
        *_of_profile(published, institution, profile_id), published.c.deleted == false()
    )


def _owed(institution: str, profile_id: str) -> Select[str]:
    """Ask for what failed the last time."""
    return select(unpublished.c.mms_id).where(
        *_of_profile(unpublished, institution, profile_id)
    )


def _touched(institution: str, since: datetime) -> Iterator[Select[str]]:
    """Ask for the bibs that changed, or with something of theirs that did."""
    for table in _KINDS:
        yield select(table.c.mms_id).where(
            table.c.institution == institution, table.c.modified_at >= since
        )


def _of_profile(
    table: FromClause, institution: str, profile_id: str
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return table.c.institution == institution, table.c.profile_id == profile_id


def _plain(ids: Ids) -> Select[str]:
    """Return a compound as a simple one: SQLite nests no others."""
    return select(ids.subquery().c[0])
