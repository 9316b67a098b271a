"""Going from one revision to another: the only module that imports alembic."""

from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Final

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, inspect

from almandine.store.migrations import (
    FIRST,
    REVISIONS,
    VERSION_TABLE,
    ForeignTables,
    Move,
    revision_of,
)
from almandine.store.schema import metadata

BASE: Final = "base"
"""Alembic's word for no tables at all."""
_SCRIPTS: Final = Path(__file__).parent
_ALONE: Final = Lock()
"""Alembic keeps what it is about in globals, so one thread at a time."""


def move(connection: Connection, to: str) -> Move:
    """Bring the tables to a revision, within the transaction of the connection.

    Raises:
        ForeignTables: when they are not tables that revisions can be counted from.
    """
    with _ALONE:
        before = revision_of(connection)
        if before is None and _has_tables(connection):
            _adopt(connection)
        at = before or revision_of(connection)
        if at and (to == BASE or REVISIONS.index(to) < REVISIONS.index(at)):
            command.downgrade(_config(connection), to)
        else:
            command.upgrade(_config(connection), to)
    return Move(before, to)


def _config(connection: Connection) -> Config:
    config = Config()
    # A percent sign would begin a reference to another option.
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _has_tables(connection: Connection) -> bool:
    """Tell whether there are tables of ours, although no revision is written down."""
    return not metadata.tables.keys().isdisjoint(inspect(connection).get_table_names())


def _adopt(connection: Connection) -> None:
    """Write down the first revision, which is what releases before revisions made.

    Raises:
        ForeignTables: when it is not what they made.
    """
    wanted = _first_tables()
    found = _columns(connection)
    wrong = sorted(name for name in wanted if wanted[name] != found.get(name))
    if wrong:
        raise ForeignTables(
            "the database has some tables of the names that almandine uses, and not as"
            f" any release made them; wrong or missing: {', '.join(wrong)}; nothing was"
            " done. Choose another database"
        )
    command.stamp(_config(connection), FIRST)


def _first_tables() -> Mapping[str, set[str]]:
    """Return the columns of the first revision's tables, which it makes in memory."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            command.upgrade(_config(connection), FIRST)
            made = _columns(connection)
    finally:
        engine.dispose()
    return {name: columns for name, columns in made.items() if name != VERSION_TABLE}


def _columns(connection: Connection) -> Mapping[str, set[str]]:
    """Return the names of all columns, by table."""
    seen = inspect(connection)
    return {
        name: {column["name"] for column in seen.get_columns(name)}
        for name in seen.get_table_names()
    }
