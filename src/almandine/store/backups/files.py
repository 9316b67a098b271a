"""The files of a data directory, into a backup and out of it.

Those in a backup: what keys and clients depend on, the settings, and every finished
file that the ledger of the same state names. Parts of files are not among them, and
neither is what lies in an endpoint's directory, which belongs to the receiver.
"""

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from almandine.store.backups.archive import Piece, copy
from almandine.store.backups.manifest import FILES, Manifest
from almandine.store.backups.packing import Packing
from almandine.store.tables.runs import artifact

ARTIFACTS: Final = "artifacts"
ARRIVING: Final = ".restoring"
"""Where restored files wait in the data directory until all of them are there."""

_DATABASE_LINE: Final = re.compile(r"^(?=[ \t]*[\"']?database_url\b)", re.MULTILINE)


def finished_files(connection: Connection) -> list[str]:
    """Return the files that the ledger names, relative to the data directory."""
    columns = (artifact.c.institution, artifact.c.run_id, artifact.c.name)
    rows = connection.execute(select(*columns))
    return ["/".join((ARTIFACTS, *row)) for row in rows]


def standing_files(data: Path, names: tuple[str, ...]) -> Iterator[str]:
    """Yield the files that are there of some files and directories."""
    for name in names:
        found = data / name
        if found.is_file():
            yield name
        elif found.is_dir():
            inner = sorted(each for each in found.rglob("*") if each.is_file())
            yield from (each.relative_to(data).as_posix() for each in inner)


def save_file(data: Path, name: str, packing: Packing) -> bool:
    """Add a file; tell whether it was there."""
    try:
        packing.add_file(f"{FILES}{name}", data / name)
    except FileNotFoundError:
        return False
    return True


def receive(piece: Piece, manifest: Manifest, data: Path) -> None:
    """Put a file of a backup where it waits to be moved in."""
    target = data / ARRIVING / piece.name.removeprefix(FILES)
    target.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(target, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as opened:
        copy(piece, manifest, opened)


def clear_arrivals(data: Path) -> None:
    """Remove what an earlier attempt has left."""
    shutil.rmtree(data / ARRIVING, ignore_errors=True)


def arrivals(data: Path) -> list[Path]:
    """Return the files and directories that wait."""
    waiting = data / ARRIVING
    return sorted(waiting.iterdir()) if waiting.is_dir() else []


def without_database(settings: str) -> str:
    """Return a settings file that names no database.

    That of the backup would send a restored service to the database it came from.
    """
    return _DATABASE_LINE.sub("# of the service that was backed up: ", settings)
