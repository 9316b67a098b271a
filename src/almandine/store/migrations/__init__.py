"""Revisions of the tables: which there are, and at which one a database is.

A revision is a file in `versions/`; its number is the beginning of the file's name.
This much is known without alembic, which costs memory and time that no process needs
whose tables are as they should be; `steps` has it.
"""

from dataclasses import dataclass
from importlib.metadata import version
from pkgutil import iter_modules
from typing import Final

from sqlalchemy import Connection, inspect, text

from almandine.store.migrations import versions

VERSION_TABLE: Final = "alembic_version"
_VERSION: Final = text(f"SELECT version_num FROM {VERSION_TABLE}")  # noqa: S608 - our own name

REVISIONS: Final = sorted(
    name.partition("_")[0] for _, name, _ in iter_modules(versions.__path__)
)
"""All that this program knows, oldest first."""
FIRST: Final = REVISIONS[0]
HEAD: Final = REVISIONS[-1]
"""The one that this program works on."""


@dataclass(frozen=True, slots=True)
class Move:
    """What became of the tables."""

    before: str | None
    """The revision they were at; None where none was written down."""
    after: str


class UnknownRevision(Exception):  # noqa: N818 - a fact about what was asked for
    """There is no such revision to go to."""

    def __init__(self, wanted: str) -> None:
        known = ", ".join(REVISIONS)
        super().__init__(f"there is no revision {wanted} of the tables; known: {known}")


class ForeignTables(Exception):  # noqa: N818 - a fact about the database
    """Somebody else made or changed the tables: this program must not touch them."""


class NewerTables(ForeignTables):
    """The tables are at a revision that a later release brought."""

    def __init__(self, found: str) -> None:
        super().__init__(
            f"a newer release has changed the tables: they are at revision {found},"
            f" and almandine {version('almandine')} knows them up to {HEAD}; nothing"
            " was done. Run that release, or take them back with it first:"
            f" almandine migrate --to {HEAD}"
        )


def revision_of(connection: Connection) -> str | None:
    """Return the revision that the tables are at; None where none is written down.

    Raises:
        NewerTables: when this program does not know it.
    """
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(_VERSION).scalar_one_or_none()
    if found is not None and found not in REVISIONS:
        raise NewerTables(found)
    return found
