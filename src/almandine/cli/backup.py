"""`almandine backup`: the whole service in one file."""

import os
from collections.abc import Generator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, Final

import rich_click as click

from almandine.app import App
from almandine.cli.declare import option
from almandine.cli.failures import Failure
from almandine.cli.places import SETTINGS_FILE, Place, on_data
from almandine.cli.progress import progress
from almandine.delivery.workspace import sync_directory
from almandine.env import Env
from almandine.http.certificates import DIRECTORY as CERTIFICATES
from almandine.store.access import PEPPER_FILE
from almandine.store.backups.files import finished_files, save_file, standing_files
from almandine.store.backups.manifest import Manifest
from almandine.store.backups.packing import Packing
from almandine.store.backups.saving import count_rows, save_tables, schema_revision
from almandine.store.postgres import allow_pauses
from almandine.store.vault import KEY_FILE

STANDING: Final = (PEPPER_FILE, KEY_FILE, CERTIFICATES, SETTINGS_FILE)
"""What a backup always has of the data directory."""


@click.command("backup")
@option(
    "--to",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="The file to write. It holds secrets: only its owner can read it.",
)
@option(
    "--without-files",
    is_flag=True,
    help="Leave out the files that runs have made; the ledger of a restored service"
    " then does without them too.",
)
@option("--force", is_flag=True, help="Replace FILE if it is there.")
@on_data
def backup(place: Place, file: Path, *, without_files: bool, force: bool) -> None:
    """Write the whole service to one file: tables, files of runs, keys, settings.

    The service may run meanwhile: the backup holds the state of one instant, runs
    under way included. `almandine restore` makes a service of it, on SQLite or on
    PostgreSQL, and those runs go on there.

    Example: almandine backup --to almandine.backup
    """
    place.check_exists()
    if file.exists() and not force:
        raise Failure(f"{file} is there already; --force replaces it")
    with place.opened() as app, _whole(file, app.env) as opened:
        manifest = _write(app, opened, with_runs=not without_files)
    for name in manifest.missing:
        click.echo(f"not in {place.data}, so not in the backup: {name}", err=True)
    click.echo(
        f"{file}: {manifest.rows:,} rows and {manifest.files:,} files,"
        f" {file.stat().st_size:,} bytes"
    )


@contextmanager
def _whole(file: Path, env: Env) -> Generator[BinaryIO]:
    """Open a file that has its name once it is whole and on disk; else it is gone."""
    growing = file.with_name(f".{file.name}.{env.new_id()[:8]}")
    try:
        handle = os.open(growing, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as opened:
            yield opened
            opened.flush()
            os.fsync(opened.fileno())
        growing.replace(file)
        sync_directory(file.absolute().parent)
    except OSError as error:
        raise Failure(f"{file} cannot be written: {error.strerror or error}") from None
    finally:
        with suppress(OSError):
            growing.unlink()


def _write(app: App, opened: BinaryIO, *, with_runs: bool) -> Manifest:
    database, data = app.database, app.settings.data
    packing = Packing(opened, app.env.now())
    # One state of all tables; the files that its ledger names were on disk before.
    with database.reading() as connection, progress("Rows", app.env) as tell:
        if database.is_shared:
            allow_pauses(connection)
        made_at = database.now(connection)
        total = count_rows(connection)
        tables = save_tables(connection, packing, lambda done: tell(done, total))
        schema = schema_revision(connection)
        runs = finished_files(connection) if with_runs else []
    names = [*standing_files(data, STANDING), *runs]
    missing: list[str] = []
    with progress("Files", app.env) as tell:
        for number, name in enumerate(names, 1):
            if not save_file(data, name, packing):
                missing.append(name)
            tell(number, len(names))
    manifest = Manifest(
        program=version("almandine"),
        schema=schema,
        database=database.engine.dialect.name,
        made_at=made_at,
        tables=tables,
        missing=missing,
        members=dict(packing.members),
    )
    packing.seal(manifest)
    return manifest
