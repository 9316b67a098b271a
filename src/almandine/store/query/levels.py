"""Where the records of each level are, and how one level is reached from another.

Physical titles are bibs with holdings or items, electronic ones bibs with portfolios,
collections (IEC) bibs that are in one. Digital titles are not kept here, so there are
none. Authorities are not linked to bibs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Column, ColumnElement, Table, false, or_, select, true

from almandine.records.query import Level
from almandine.store.tables.records import (
    authority,
    bib,
    bib_collection,
    holding,
    item,
    portfolio,
)


class UnanswerableQuery(Exception):  # noqa: N818 - a fact about the query
    """The query is well formed, but nothing here could answer it."""


@dataclass(frozen=True, slots=True)
class Place:
    """A table, and which column holds the ids that sets know."""

    table: Table
    record_id: Column[str]


_BIBS: Final = Place(bib, bib.c.mms_id)
PLACES: Final[Mapping[Level, Place]] = {
    Level.BIB_MMS: _BIBS,
    Level.IEP: _BIBS,
    Level.IEE: _BIBS,
    Level.IED: _BIBS,
    Level.IE: _BIBS,
    Level.IEC: _BIBS,
    Level.HOLDING: Place(holding, holding.c.holding_id),
    Level.ITEM: Place(item, item.c.pid),
    Level.PORTFOLIO: Place(portfolio, portfolio.c.pid),
    Level.IEPA: Place(portfolio, portfolio.c.collection),
    Level.AUTHORITY_MMS: Place(authority, authority.c.authority_id),
}


def link(near: Table, far: Table) -> tuple[Column[str], Column[str]]:
    """Return the columns, of either table, in which related records agree.

    Raises:
        UnanswerableQuery: when nothing relates records of these tables.
    """
    if authority in {near, far}:
        raise UnanswerableQuery("Authorities are not linked to other records")
    name = "holding_id" if {near, far} == {holding, item} else "mms_id"
    return near.c[name], far.c[name]


def belongs(level: Level, institution: str) -> ColumnElement[bool]:
    """Return the condition that a record of the level's table is of the level."""
    if level is Level.IED:
        return false()
    if level is Level.IEPA:
        return portfolio.c.collection != ""
    if holders := _HOLDERS.get(level):
        return or_(
            *(
                bib.c.mms_id.in_(
                    select(table.c.mms_id).where(table.c.institution == institution)
                )
                for table in holders
            )
        )
    return true()


_HOLDERS: Final[Mapping[Level, tuple[Table, ...]]] = {
    Level.IEP: (holding, item),
    Level.IEE: (portfolio,),
    Level.IE: (holding, item, portfolio),
    Level.IEC: (bib_collection,),
}
"""What a bib must have to be of the level."""
