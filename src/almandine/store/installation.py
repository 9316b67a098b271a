"""Which data directory belongs to a database.

Files that runs made, the pepper of the keys and the certificates lie in the data
directory. With PostgreSQL a machine that has not mounted it could work all the same,
and then keys would be void and files be nowhere. So the directory has a mark, and the
database remembers it.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from almandine.env import Env
from almandine.store.database import Database
from almandine.store.directories import make_once
from almandine.store.tables.installation import installation
from almandine.store.upsert import insert_into, upsert

MARK_FILE: Final = "installation"
_NAME: Final = "directory"


class WrongDirectory(Exception):  # noqa: N818 - a fact about the directory
    """The data directory is not the one that the database belongs to."""

    def __init__(self, directory: Path, *, marked: bool) -> None:
        has = "belongs to another database" if marked else "is not the one it works on"
        super().__init__(
            f"{directory} {has}: files of runs, keys and certificates of this database"
            " lie in a directory that all its machines share. Mount that one, or name"
            " it with --data; if this is the right one after all, because it was moved"
            " or put together by hand, say so with `almandine doctor --adopt`"
        )


def check_directory(database: Database, directory: Path, env: Env) -> None:
    """Let only the directory pass that was the first on this database.

    Raises:
        WrongDirectory: for any other one.
    """
    with database.reading() as connection:
        known = remembered(connection)
    if not known:
        known = _remember_first(database, mark_of(directory, env))
    found = read_mark(directory)
    if found != known:
        raise WrongDirectory(directory, marked=bool(found))


def remembered(connection: Connection) -> str:
    """Return the mark that the database remembers; empty when there is none yet."""
    query = select(installation.c.value).where(installation.c.name == _NAME)
    return connection.execute(query).scalar_one_or_none() or ""


def adopt(connection: Connection, directory: Path, env: Env) -> None:
    """Remember this directory instead of any other one."""
    row = {"name": _NAME, "value": mark_of(directory, env)}
    connection.execute(upsert(installation, connection.dialect.name).values(row))


def mark_of(directory: Path, env: Env) -> str:
    """Return the mark of a directory, which is made at first use."""
    file = directory / MARK_FILE
    if not file.exists():
        make_once(file, env.new_id(), env)
    return read_mark(directory)


def read_mark(directory: Path) -> str:
    """Return the mark of a directory; empty when it has none."""
    file = directory / MARK_FILE
    return file.read_text(encoding="utf-8").strip() if file.exists() else ""


def _remember_first(database: Database, mark: str) -> str:
    """Remember the mark unless another one was quicker; return what is remembered."""
    with database.writing(durable=True) as connection:
        row = {"name": _NAME, "value": mark}
        new = insert_into(installation, connection.dialect.name).values(row)
        connection.execute(new.on_conflict_do_nothing())
        return remembered(connection)
