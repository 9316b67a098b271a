"""`almandine restore`: a service from a backup, on either kind of database."""

from contextlib import closing
from pathlib import Path
from typing import Final

import rich_click as click
from sqlalchemy.exc import SQLAlchemyError

from almandine.app import App
from almandine.cli.arriving import Arriving, Restored
from almandine.cli.backup import STANDING
from almandine.cli.declare import argument
from almandine.cli.failures import Failure
from almandine.cli.places import SETTINGS_FILE, Place, on_data
from almandine.cli.progress import progress
from almandine.env import Env, system_env
from almandine.store.backups.archive import verify
from almandine.store.backups.files import ARTIFACTS
from almandine.store.backups.filling import occupied
from almandine.store.backups.manifest import BadBackup, Manifest

_UNTOUCHED: Final = "nothing was changed"


@click.command("restore")
@argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@on_data
def restore(place: Place, file: Path) -> None:
    """Make a service of a backup, in an empty database and an empty data directory.

    The kind of database may be another one than that of the backup. The whole FILE
    is checked before anything is written, and all rows become visible at once: if
    this fails or is killed, the database is as empty as before.

    Runs that had not ended go on when workers start. Stop the old service for good
    before that, or they go on in both.

    Example: almandine restore almandine.backup --data /srv/almandine
    """
    try:
        manifest = _look_through(file, system_env())
        _check_directory(place.data)
        with closing(App(place.settings())) as app:
            restored = _restored(app, file, manifest)
    except BadBackup as bad:
        raise Failure(f"{file} was not restored, {_UNTOUCHED}: {bad}") from None
    except OSError as error:
        raise Failure(f"{file} was not restored, {_UNTOUCHED}: {error}") from None
    _tell(place, restored, manifest)


def _look_through(file: Path, env: Env) -> Manifest:
    total = file.stat().st_size
    with progress("Bytes checked", env) as tell:
        return verify(file, lambda done: tell(done, total))


def _check_directory(data: Path) -> None:
    """Raise when there is something that the backup would replace."""
    for name in (*STANDING, ARTIFACTS):
        found = data / name
        holds = any(found.iterdir()) if found.is_dir() else found.exists()
        # Settings may be laid ready: which database, for example.
        if holds and name != SETTINGS_FILE:
            raise Failure(
                f"{data} is not empty: {name} is there already; {_UNTOUCHED}. Choose"
                " another directory with --data, or move it away"
            )


def _restored(app: App, file: Path, manifest: Manifest) -> Restored:
    with app.database.reading() as connection:
        table = occupied(connection)
    if table:
        raise Failure(
            f"the database is not empty: there are rows in {table}; {_UNTOUCHED}."
            " Choose another one with --data or --database-url"
        )
    app.make_tables()
    try:
        with progress("Rows", app.env) as tell:
            return Arriving(app, file, manifest, tell).all()
    except SQLAlchemyError as error:
        raise Failure(
            f"{file} was not restored, the database is as empty as before: {error}"
        ) from None


def _tell(place: Place, restored: Restored, manifest: Manifest) -> None:
    click.echo(
        f"{place.data}: {manifest.rows:,} rows and {manifest.files:,} files, as of"
        f" {manifest.made_at:%Y-%m-%dT%H:%M:%SZ}"
    )
    for note in restored.notes:
        click.echo(note)
    for institution, run in restored.runs:
        click.echo(f"{institution} {run.run.run_id} {run.told()}")
