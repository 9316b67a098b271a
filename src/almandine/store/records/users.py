"""Users, and the identifiers by which they are found."""

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Row, select

from almandine.records.user import User
from almandine.store.records.scope import Scope
from almandine.store.tables.records import user_identifier, users

_OWN: Final = (
    "primary_id",
    "first_name",
    "last_name",
    "user_group",
    "record_type",
    "account_type",
    "status",
    "email",
    "expiry_date",
)
"""Columns that are fields of a user, and its first ones."""

_READING: Final = select(*(users.c[name] for name in _OWN), users.c.identifiers)


def read_users(scope: Scope, ids: Sequence[str], *, locked: bool = False) -> list[User]:
    """Return the users in any order; missing ones left out."""
    return [
        _user(row)
        for row in scope.rows(_READING, users.c.primary_id, ids, locked=locked)
    ]


def write_users(scope: Scope, changed: Sequence[User]) -> None:
    """Store users, new or changed, with their identifiers."""
    scope.put(users, [_row(one) for one in changed])
    scope.drop(user_identifier.c.primary_id, [one.primary_id for one in changed])
    rows = [
        {"primary_id": one.primary_id, "identifier_type": kind, "value": value}
        for one in changed
        for kind, value in one.identifiers
    ]
    scope.put(user_identifier, rows)


def _user(row: Row[*tuple[Any, ...]]) -> User:
    *own, identifiers = row
    pairs = tuple((kind, value) for kind, value in json.loads(identifiers))
    return User(*own, identifiers=pairs)


def _row(one: User) -> dict[str, Any]:
    own = {name: getattr(one, name) for name in _OWN}
    return {**own, "identifiers": json.dumps(one.identifiers, ensure_ascii=False)}
