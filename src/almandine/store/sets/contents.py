"""Where the records of each content type are kept, and which of them count."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Column, ColumnElement, Table, exists, false, or_, true

from almandine.records.kind import Kind
from almandine.store.tables.records import (
    authority,
    bib,
    holding,
    item,
    portfolio,
    users,
)

TABLES: Final[Mapping[Kind, Table]] = {
    Kind.BIB: bib,
    Kind.AUTHORITY: authority,
    Kind.HOLDING: holding,
    Kind.ITEM: item,
    Kind.PORTFOLIO: portfolio,
    Kind.USER: users,
}

ID_COLUMNS: Final[Mapping[Kind, Column[str]]] = {
    Kind.BIB: bib.c.mms_id,
    Kind.AUTHORITY: authority.c.authority_id,
    Kind.HOLDING: holding.c.holding_id,
    Kind.ITEM: item.c.pid,
    Kind.PORTFOLIO: portfolio.c.pid,
    Kind.USER: users.c.primary_id,
}

_DELETED: Final = "d"


def _has(inventory: Table) -> ColumnElement[bool]:
    same_institution = inventory.c.institution == bib.c.institution
    return exists().where(same_institution, inventory.c.mms_id == bib.c.mms_id)


_PHYSICAL: Final = _has(holding)
_ELECTRONIC: Final = _has(portfolio)
_RESTRICTIONS: Final[Mapping[str, ColumnElement[bool]]] = {
    "BIB_MMS": bib.c.status != _DELETED,
    "IEP": _PHYSICAL,
    "IEE": _ELECTRONIC,
    "IE": or_(_PHYSICAL, _ELECTRONIC),
    "IED": false(),  # No digital inventory is kept.
    "AUTHORITY_MMS": authority.c.status != _DELETED,
}


def belongs_to(content: str) -> ColumnElement[bool]:
    """Return what a record of the content's table must meet to be of the content."""
    return _RESTRICTIONS.get(content, true())
