"""A backup on its way in: rows, files and runs in one transaction."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from almandine.app import App
from almandine.cli.places import SETTINGS_FILE
from almandine.cli.progress import Tell
from almandine.delivery.workspace import sync_directory
from almandine.engine.interrupted import Interrupted, resume
from almandine.store.artifacts import SqlArtifacts
from almandine.store.backups.archive import pieces
from almandine.store.backups.files import (
    arrivals,
    clear_arrivals,
    finished_files,
    receive,
    without_database,
)
from almandine.store.backups.filling import check_tables, count_on, fill, occupied
from almandine.store.backups.manifest import FILES, TABLES, BadBackup, Manifest
from almandine.store.installation import adopt
from almandine.store.postgres import allow_pauses, keep_out
from almandine.store.tables.institution import institution
from almandine.store.transaction import SqlTx

_KEPT_BESIDE: Final = f"{SETTINGS_FILE}.from-backup"


@dataclass(slots=True)
class Restored:
    """What came of it."""

    runs: list[tuple[str, Interrupted]] = field(
        default_factory=list[tuple[str, Interrupted]]
    )
    """Unfinished runs, each with its institution."""
    notes: list[str] = field(default_factory=list[str])
    """What the operator has to know beside."""


@dataclass(frozen=True, slots=True)
class Arriving:
    """A backup that was looked through, and where it goes."""

    app: App
    file: Path
    manifest: Manifest
    tell: Tell
    _restored: Restored = field(default_factory=Restored)

    @property
    def _data(self) -> Path:
        return self.app.settings.data

    def all(self) -> Restored:
        """Bring everything in, or nothing.

        Files get their places last before the commit, and lose them if it fails: a
        service that can be seen has its files.

        Raises:
            BadBackup: when the tables here are others, or the file has changed.
        """
        clear_arrivals(self._data)
        moved: list[Path] = []
        try:
            with self.app.database.writing(durable=True) as connection:
                self._bring_in(connection)
                self._move_in(moved)
        except BaseException:
            for each in moved:
                _remove(each)
            raise
        finally:
            clear_arrivals(self._data)
        return self._restored

    def _bring_in(self, connection: Connection) -> None:
        if self.app.database.is_shared:
            allow_pauses(connection)
            keep_out(connection)
        if occupied(connection):
            raise BadBackup("somebody else has begun to fill the database")
        check_tables(connection, self.manifest)
        self._unpack(connection)
        count_on(connection)
        self._strike_missing(connection)
        self._resume(connection)
        adopt(connection, self._data, self.app.env)

    def _unpack(self, connection: Connection) -> None:
        done = 0
        for piece in pieces(self.file):
            if piece.name.startswith(TABLES):
                done += fill(connection, piece, self.manifest)
                self.tell(done, self.manifest.rows)
            elif piece.name.startswith(FILES):
                receive(piece, self.manifest, self._data)
        if done != self.manifest.rows:
            raise BadBackup(f"it has {done:,} rows instead of {self.manifest.rows:,}")

    def _strike_missing(self, connection: Connection) -> None:
        """Forget the files that did not come along, as if their time were over."""
        for name in finished_files(connection):
            if f"{FILES}{name}" not in self.manifest.members:
                _, code, run_id, file = name.split("/", 3)
                SqlArtifacts(connection, code).forget(run_id, file)

    def _resume(self, connection: Connection) -> None:
        app = self.app
        codes = select(institution.c.code).order_by(institution.c.code)
        for code in connection.execute(codes).scalars().all():
            tx = SqlTx(connection, code, app.store_of(code))
            for run_id in tx.runs.unfinished():
                found = resume(run_id, tx, app.job_types, tx.now())
                self._restored.runs.append((code, found))

    def _move_in(self, moved: list[Path]) -> None:
        for each in arrivals(self._data):
            place = self._data / each.name
            if each.name == SETTINGS_FILE:
                place = self._settings(each)
            each.replace(place)
            moved.append(place)
        sync_directory(self._data)

    def _settings(self, arrived: Path) -> Path:
        """Make settings fit for here; return where they belong."""
        text = arrived.read_text(encoding="utf-8")
        fit = without_database(text)
        if fit != text:
            arrived.write_text(fit, encoding="utf-8")
            note = f"{SETTINGS_FILE} does not name the former database any more"
            self._restored.notes.append(note)
        if not (self._data / SETTINGS_FILE).exists():
            return self._data / SETTINGS_FILE
        note = f"{SETTINGS_FILE} was there; that of the backup is {_KEPT_BESIDE}"
        self._restored.notes.append(note)
        return self._data / _KEPT_BESIDE


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
