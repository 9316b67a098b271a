"""Load users."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from almandine.records.user import User
from almandine.store.load.candidates import Candidate, Rejected
from almandine.store.load.destination import Destination, LoadReport, load
from almandine.store.load.rows import BadRow, Row, as_day, check_length, required
from almandine.store.load.table import Line, build, only_free, read_lines
from almandine.store.records.scope import Scope
from almandine.store.records.users import write_users
from almandine.store.tables.records import users

_TEXTS: Final = ("first_name", "last_name", "user_group", "email")
_CODES: Final = ("record_type", "account_type", "status")
COLUMNS: Final = ("primary_id", *_TEXTS, *_CODES, "expiry_date", "identifiers")
"""`identifiers` holds JSON: a list of pairs of type and value."""


def load_users(rows: Iterable[Candidate | Rejected], into: Destination) -> LoadReport:
    """Load new users from the rows of a table."""
    return load(rows, into, _store)


def _store(scope: Scope, chunk: Sequence[Candidate]) -> Sequence[Rejected]:
    lines, unread = read_lines(chunk, COLUMNS)
    free, taken = only_free(scope, lines, "primary_id", users.c.primary_id)
    made, bad = build(free, _user)
    write_users(scope, made)
    return [*unread, *taken, *bad]


def _user(line: Line) -> User:
    cells = line.cells
    return User(
        primary_id=required(cells, "primary_id"),
        expiry_date=as_day(cells, "expiry_date"),
        identifiers=_identifiers(cells),
        **{name: cells[name] for name in (*_TEXTS, *_CODES) if name in cells},
    )


def _identifiers(cells: Row) -> tuple[tuple[str, str], ...]:
    try:
        pairs: Any = json.loads(cells.get("identifiers", "[]"))
        found = tuple((str(kind), str(value)) for kind, value in pairs)
    except (ValueError, TypeError) as error:
        raise BadRow("identifiers is no JSON list of pairs") from error
    for kind, value in found:
        check_length(f"identifier {kind}", value)
    return found
