"""Where the records of each content type are kept, and which of them count."""

from typing import Final

from sqlalchemy import ColumnElement, and_

from almandine.records.query import Level
from almandine.store.query.levels import PLACES, Place, belongs
from almandine.store.tables.records import users

_USERS: Final = Place(users, users.c.primary_id)


def place_of(content: str) -> Place:
    """Return where the records of a content type are."""
    return _USERS if content == "USER" else PLACES[Level(content)]


def belongs_to(content: str, institution: str) -> ColumnElement[bool]:
    """Return the condition that a row of the place's table is of the content."""
    mine = place_of(content).table.c.institution == institution
    if content == "USER":
        return mine
    return and_(mine, belongs(Level(content), institution))
