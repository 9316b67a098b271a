"""Keys and usage in the database.

A secret is 160 random bits after `PREFIX`. The database holds its beginning, to
look it up by, and an HMAC-SHA-256 of the whole under a pepper that is not in the
database: a stolen copy of the database neither contains nor verifies a key.
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from almandine.engine.access import Grants, Key, format_grants, parse_grants
from almandine.env import Env
from almandine.store.database import Database
from almandine.store.directories import make_once
from almandine.store.tables.access import api_key, api_usage
from almandine.store.upsert import insert_into

PREFIX: Final = "a1md"
"""How every secret begins, so that leaked ones can be searched for."""

PEPPER_FILE: Final = "pepper"
_LOOKUP_CHARACTERS: Final = len(PREFIX) + 8
_KEY_ID_CHARACTERS: Final = 12


def read_pepper(directory: Path, env: Env) -> bytes:
    """Return the pepper of a data directory, which is made at first use.

    Only the owner can read the file. Without it, all keys are void.
    """
    file = directory / PEPPER_FILE
    if not file.exists():
        make_once(file, env.new_id(), env)
    return file.read_bytes()


class SqlKeys:
    """The keys of all institutions."""

    def __init__(self, database: Database, *, pepper: bytes, env: Env) -> None:
        self._database = database
        self._pepper = pepper
        self._env = env

    def find(self, secret: str) -> Key | None:
        """Return the key with this secret, and note the day of its use."""
        with self._database.reading() as connection:
            row = connection.execute(_by_lookup(secret)).one_or_none()
        # Compared also where nothing was found, so that time tells nothing.
        digest = row.digest if row else b""
        if not hmac.compare_digest(digest, self._digest(secret)) or not row:
            return None
        today = self._env.now().date()
        if row.last_used != today:
            self._note_use(row, today)
        return _key(row)

    def create(self, institution: str, name: str, grants: Grants) -> tuple[Key, str]:
        """Make a key; return it with its secret, which is not kept."""
        secret = f"{PREFIX}{self._env.new_id()}"
        key = Key(
            key_id=self._env.new_id()[:_KEY_ID_CHARACTERS],
            name=name,
            institution=institution,
            grants=grants,
        )
        values = {
            "institution": institution,
            "key_id": key.key_id,
            "name": name,
            "lookup": secret[:_LOOKUP_CHARACTERS],
            "digest": self._digest(secret),
            "grants": ",".join(format_grants(grants)),
            "created_at": self._env.now(),
        }
        with self._database.writing(durable=True) as connection:
            connection.execute(insert(api_key).values(values))
        return key, secret

    def list(self, institution: str) -> Sequence[Key]:
        """Return the keys of an institution by name."""
        query = (
            select(api_key)
            .where(api_key.c.institution == institution)
            .order_by(api_key.c.name, api_key.c.key_id)
        )
        with self._database.reading() as connection:
            return [_key(row) for row in connection.execute(query)]

    def revoke(self, institution: str, key_id: str) -> bool:
        """Close a key for good; tell whether there was one."""
        statement = delete(api_key).where(_is(institution, key_id))
        with self._database.writing(durable=True) as connection:
            return connection.execute(statement).rowcount > 0

    def _digest(self, secret: str) -> bytes:
        return hmac.digest(self._pepper, secret.encode(), "sha256")

    def _note_use(self, row: Row[Any], today: date) -> None:
        statement = update(api_key).where(_is(row.institution, row.key_id))
        with self._database.writing() as connection:
            connection.execute(statement.values(last_used=today))


def _by_lookup(secret: str) -> Any:  # noqa: ANN401 - a query of whole rows
    return select(api_key).where(api_key.c.lookup == secret[:_LOOKUP_CHARACTERS])


def _is(institution: str, key_id: str) -> Any:  # noqa: ANN401 - a condition
    return (api_key.c.institution == institution) & (api_key.c.key_id == key_id)


def _key(row: Row[Any]) -> Key:
    return Key(
        key_id=row.key_id,
        name=row.name,
        institution=row.institution,
        grants=parse_grants(row.grants.split(",")),
        last_used=row.last_used,
    )


class SqlUsage:
    """Requests by institution and day, in a table that all processes share."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, day: date, requests: Mapping[str, int]) -> Mapping[str, int]:
        """Add requests by institution (0 only asks); return the totals of the day."""
        if not any(requests.values()):
            with self._database.reading() as connection:
                return _totals(connection, day, requests)
        with self._database.writing() as connection:
            for institution, count in requests.items():
                _add(connection, day, institution, count)
            return _totals(connection, day, requests)


def _add(connection: Connection, day: date, institution: str, count: int) -> None:
    row = {"institution": institution, "day": day, "used": count}
    statement = insert_into(api_usage, connection.dialect.name).values(row)
    more = {"used": api_usage.c.used + statement.excluded.used}
    key = [api_usage.c.institution, api_usage.c.day]
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=more))


def _totals(
    connection: Connection, day: date, institutions: Mapping[str, int]
) -> Mapping[str, int]:
    query = select(api_usage.c.institution, api_usage.c.used).where(
        api_usage.c.day == day, api_usage.c.institution.in_(list(institutions))
    )
    known = {row.institution: row.used for row in connection.execute(query)}
    return {institution: known.get(institution, 0) for institution in institutions}
