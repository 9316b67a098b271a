"""What a backup says of itself."""

from datetime import datetime
from typing import Final

import msgspec

FORMAT: Final = 1
"""Number of the format; a reader refuses those it does not know."""

HEAD: Final = "FORMAT"
HEAD_TEXT: Final = b"almandine backup %d\n" % FORMAT
MANIFEST: Final = "MANIFEST.json"
SEAL: Final = "MANIFEST.sha256"
"""Written last: without it, the file is not whole."""

TABLES: Final = "tables/"
FILES: Final = "files/"


class BadBackup(Exception):  # noqa: N818 - a fact about the file
    """The file is no backup, or not whole; the text says what is wrong with it."""


class Member(msgspec.Struct, frozen=True):
    """A piece of the file."""

    size: int
    """Bytes."""
    sha256: str


class SavedTable(msgspec.Struct, frozen=True):
    """A table, and what it held."""

    name: str
    columns: list[str]
    """In the order of the values of a row."""
    rows: int


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds."""

    format: int = FORMAT
    program: str
    """Version of the program that made it."""
    schema: str
    """Revision of the tables; empty where they carry none."""
    database: str
    """Kind of the database that it was made from."""
    made_at: datetime
    tables: list[SavedTable]
    missing: list[str]
    """Files that the ledger has and the data directory had not."""
    members: dict[str, Member]

    @property
    def rows(self) -> int:
        """Return how many rows it holds."""
        return sum(table.rows for table in self.tables)

    @property
    def files(self) -> int:
        """Return how many files it holds."""
        return sum(name.startswith(FILES) for name in self.members)
