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
    Subquery,
    except_,
    false,
    intersect,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.sql.selectable import CompoundSelect

from almandine.store.tables.publishing import published, unpublished
from almandine.store.tables.records import bib, holding, item, portfolio

Ids = Select[str] | CompoundSelect[str]

_KINDS: Final = (bib, holding, item, portfolio)


def all_bibs(institution: str) -> Select[str]:
    """Ask for the ids of the whole repository."""
    return select(bib.c.mms_id).where(bib.c.institution == institution)


def candidates(
    institution: str,
    profile_id: str,
    members: Select[str] | None,
    since: datetime | None,
) -> Select[str, bool]:
    """Ask for candidates by id: those that are wanted, and those that are not.

    Args:
        institution: Its code.
        profile_id: Of the publishing profile.
        members: Asks for the ids of the set; None for the whole repository.
        since: When the last run looked; None when all is to be looked at.
    """
    live = _live(institution, profile_id)
    of_set = all_bibs(institution) if members is None else members
    if since is None:
        wanted, gone = of_set, except_(live, of_set)
        return _marked(wanted, gone)
    due = union(*_touched(institution, since), _owed(institution, profile_id))
    if members is None:
        # A bib that is deleted is still there, with `d` in its leader.
        return _marked(due, None)
    entered = except_(members, live)
    touched = intersect(_plain(due), members)
    return _marked(union(_plain(entered), _plain(touched)), except_(live, members))


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


def _marked(wanted: Ids, gone: Ids | None) -> Select[str, bool]:
    """Ask for both, each with whether it is wanted, by id."""
    parts = [select(_ids(wanted).c[0].label("mms_id"), true().label("wanted"))]
    if gone is not None:
        parts.append(select(_ids(gone).c[0].label("mms_id"), false().label("wanted")))
    both = union_all(*parts).subquery()
    return select(both.c.mms_id, both.c.wanted).order_by(both.c.mms_id)


def _plain(ids: Ids) -> Select[str]:
    """Return a compound as a simple one: SQLite nests no others."""
    return select(_ids(ids).c[0])


def _ids(ids: Ids) -> Subquery:
    return ids.subquery()
