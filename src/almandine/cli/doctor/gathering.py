"""The facts that checks are about; everything here only looks."""

import os
import platform
import shutil
from collections.abc import Sequence
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Connection, inspect, select, text

from almandine.cli.doctor.databases import DatabaseFacts
from almandine.cli.doctor.machine import Machine
from almandine.cli.doctor.work import LONG, Key, Unfinished, Work
from almandine.env import Env
from almandine.records.marc.loops import COMPILED
from almandine.runners import dispatch
from almandine.runners.dispatch import Dispatched
from almandine.runners.worker import SILENCE
from almandine.store.backups.files import ARRIVING, ARTIFACTS
from almandine.store.backups.saving import schema_revision
from almandine.store.database import Database
from almandine.store.postgres import server_time
from almandine.store.schema import metadata
from almandine.store.tables.institution import institution
from almandine.store.tables.runs import run
from almandine.store.workers import SqlWorkers

_SECOND_LOOK: Final = timedelta(seconds=5)
_PRAGMAS: Final = ("journal_mode", "synchronous", "foreign_keys")
_SERVER: Final = (
    "fsync",
    "full_page_writes",
    "max_connections",
    "superuser_reserved_connections",
    "idle_in_transaction_session_timeout",
)


def machine(data: Path) -> Machine:
    """Return the facts about this machine."""
    usage = shutil.disk_usage(data) if data.is_dir() else None
    return Machine(
        program=version("almandine"),
        python=platform.python_version(),
        compiled=COMPILED,
        data=data,
        problem=_problem(data),
        free=usage.free if usage else 0,
        total=usage.total if usage else 0,
    )


def _problem(data: Path) -> str:
    """Return why nothing can be written there; a file without a name is tried."""
    try:
        with TemporaryFile(dir=data) as tried:
            tried.write(b"almandine")
            tried.flush()
            os.fsync(tried.fileno())
    except OSError as error:
        return error.strerror or str(error)
    return ""


def missing_tables(connection: Connection) -> list[str]:
    """Return the tables that are not there."""
    present = set(inspect(connection).get_table_names())
    return sorted(set(metadata.tables) - present)


def of_database(database: Database, env: Env, *, deep: bool) -> DatabaseFacts:
    """Return the facts about the database."""
    with database.reading() as connection:
        kind = database.engine.dialect.name
        missing = missing_tables(connection)
        on_server = database.is_shared
        return DatabaseFacts(
            kind=kind,
            version=_version(connection),
            revision=schema_revision(connection),
            missing=missing,
            ahead=_ahead(connection, env) if on_server else None,
            settings=_settings(connection, on_server=on_server),
            damage=_damage(connection) if deep and not on_server else None,
            connections=_connections(connection) if on_server else 0,
            processes=1 + (0 if missing else SqlWorkers(database).alive(SILENCE)),
        )


def _version(connection: Connection) -> tuple[int, ...]:
    found = connection.dialect.server_version_info or ()
    return tuple(part for part in found if isinstance(part, int))


def _ahead(connection: Connection, env: Env) -> timedelta:
    """Return by how much the server's clock is ahead, but for half the way there."""
    before = env.now()
    there = server_time(connection)
    after = env.now()
    return there - (before + (after - before) / 2)


def _settings(connection: Connection, *, on_server: bool) -> dict[str, str]:
    asked = "SHOW" if on_server else "PRAGMA"
    return {
        name: str(connection.execute(text(f"{asked} {name}")).scalar_one())
        for name in (_SERVER if on_server else _PRAGMAS)
    }


def _damage(connection: Connection) -> str:
    return connection.execute(text("PRAGMA quick_check(1)")).scalar_one()


def _connections(connection: Connection) -> int:
    query = text("SELECT count(*) FROM pg_stat_activity WHERE client_port IS NOT NULL")
    return connection.execute(query).scalar_one()


def work(database: Database, data: Path, env: Env) -> Work:
    """Return the facts about runs; takes some seconds where one may be stuck."""
    # Runs are submitted and end meanwhile: whoever is dispatched before or after the
    # look at them is no orphan.
    before = _dispatched(database)
    unfinished = _unfinished(database)
    after = _dispatched(database)
    now = env.now()
    later: Sequence[Unfinished] = ()
    if any(now - each.since > LONG for each in unfinished):
        env.sleep(_SECOND_LOOK)
        later = _unfinished(database)
    workers = SqlWorkers(database)
    return Work(
        now=now,
        alive=workers.alive(SILENCE),
        silent=workers.silent_for(SILENCE),
        unfinished=unfinished,
        later=later,
        dispatched=before | after,
        parts=_parts(data),
        zones=_unknown_zones(database),
        restoring=(data / ARRIVING).exists(),
    )


def _dispatched(database: Database) -> Dispatched:
    engine = dispatch.open_engine(database.engine.url)
    try:
        return dispatch.dispatched(dispatch.open_client(engine))
    finally:
        engine.dispose()


def _unfinished(database: Database) -> list[Unfinished]:
    done = run.c.changed + run.c.unchanged + run.c.failed
    query = select(run.c.institution, run.c.run_id, run.c.status_at, done).where(
        run.c.ended_at.is_(None)
    )
    with database.reading() as connection:
        return [
            Unfinished((code, run_id), since, count)
            for code, run_id, since, count in connection.execute(query)
        ]


def _parts(data: Path) -> list[Key]:
    found = sorted((data / ARTIFACTS).glob("*/*/.parts"))
    return [(each.parts[-3], each.parts[-2]) for each in found]


def _unknown_zones(database: Database) -> list[str]:
    with database.reading() as connection:
        names = connection.execute(select(institution.c.timezone).distinct())
        return [name for name in names.scalars() if not _is_zone(name)]


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return False
    return True
