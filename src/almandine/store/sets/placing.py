"""Members as lists show them: what they are called, and where they belong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, FromClause, Row, Select, and_, select

from almandine.engine.sets.ports import PlacedMember
from almandine.records.kind import KIND_OF_CONTENT, Kind
from almandine.store.among import among, ids_for
from almandine.store.query.levels import Place
from almandine.store.sets.contents import place_of
from almandine.store.tables.records import (
    authority,
    bib,
    holding,
    item,
    portfolio,
    users,
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What lists show of a kind of record."""

    words: Sequence[Column[str]]
    """Make up the description, those that are filled."""
    within: Sequence[Column[str]] = ()
    """Ids of the records above it."""


_SHOWN: Final[Mapping[Kind, _Shown]] = {
    Kind.BIB: _Shown((bib.c.title, bib.c.author)),
    Kind.AUTHORITY: _Shown((authority.c.heading,)),
    Kind.HOLDING: _Shown((bib.c.title, holding.c.call_number), (holding.c.mms_id,)),
    Kind.ITEM: _Shown(
        (item.c.barcode, bib.c.title), (item.c.mms_id, item.c.holding_id)
    ),
    Kind.PORTFOLIO: _Shown((bib.c.title,), (portfolio.c.mms_id,)),
    Kind.USER: _Shown((users.c.last_name, users.c.first_name)),
}


def placed(
    connection: Connection, institution: str, content: str, record_ids: Sequence[str]
) -> Sequence[PlacedMember]:
    """Return members with these ids, in this order.

    A member whose record is gone has nothing but its id.
    """
    place, shown = place_of(content), _SHOWN[KIND_OF_CONTENT[content]]
    query = _rows(place, shown, institution, connection.dialect.name)
    rows = connection.execute(query, ids_for(connection, record_ids))
    found = {row[0]: _member(row, len(shown.words)) for row in rows}
    return [found.get(each) or PlacedMember(each, "") for each in record_ids]


def _member(row: Row[*tuple[Any, ...]], words: int) -> PlacedMember:
    """Return the member in a row of its id, its words and its places."""
    record_id, *facts = row
    description = ", ".join(filter(None, facts[:words]))
    return PlacedMember(record_id, description, tuple(facts[words:]))


def _rows(
    place: Place, shown: _Shown, institution: str, dialect: str
) -> Select[*tuple[Any, ...]]:
    """Ask for id, words and places of the records in the parameter `ids`."""
    table = place.table
    return (
        select(place.record_id, *shown.words, *shown.within)
        .select_from(_with_bib(table) if shown.within else table)
        .where(table.c.institution == institution, among(place.record_id, dialect))
    )


def _with_bib(table: FromClause) -> FromClause:
    same = and_(
        bib.c.institution == table.c.institution, bib.c.mms_id == table.c.mms_id
    )
    return table.outerjoin(bib, same)
