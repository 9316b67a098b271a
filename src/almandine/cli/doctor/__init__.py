"""`almandine doctor`: is everything as it has to be?"""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import Final

import rich_click as click
from click.exceptions import Exit
from sqlalchemy.exc import SQLAlchemyError

from almandine.cli.declare import option
from almandine.cli.doctor import gathering
from almandine.cli.doctor.databases import check_database
from almandine.cli.doctor.finding import Finding, Level, failed, ok
from almandine.cli.doctor.machine import check_machine, check_mark
from almandine.cli.doctor.work import check_work
from almandine.cli.failures import FAILED
from almandine.cli.listings import as_json, show_json
from almandine.cli.places import Place, on_data
from almandine.env import Env, system_env
from almandine.settings import Settings, SettingsError
from almandine.store.database import FILE_NAME, Database
from almandine.store.installation import adopt, read_mark, remembered

_WIDTH: Final = 18


@click.command("doctor")
@option(
    "--deep", is_flag=True, help="Read every page of an SQLite database; takes a while."
)
@option(
    "--adopt",
    "adopting",
    is_flag=True,
    help="First say that this data directory is the right one for the database.",
)
@as_json
@on_data
def doctor(place: Place, *, deep: bool, adopting: bool, json_wanted: bool) -> None:
    """Check the machine, the data directory, the database and the runs.

    A line a check: ok, warning or failed, what was found, and what to do. Exits
    with 1 if a check failed. It changes nothing, but for --adopt, and may run
    beside the service.

    Example: almandine doctor --json
    """
    found = list(_findings(place, system_env(), deep=deep, adopting=adopting))
    if json_wanted:
        show_json([asdict(each) for each in found])
    else:
        for each in found:
            click.echo(line(each))
    if any(each.level is Level.FAILED for each in found):
        raise Exit(FAILED)


def line(finding: Finding) -> str:
    """Return a finding as a line."""
    advice = f" ({finding.advice})" if finding.advice else ""
    return f"{finding.level:<8} {finding.check + ':':<{_WIDTH}} {finding.found}{advice}"


def _findings(
    place: Place, env: Env, *, deep: bool, adopting: bool
) -> Iterator[Finding]:
    yield from check_machine(gathering.machine(place.data))
    try:
        settings = place.settings()
    except SettingsError as error:
        yield failed("settings", str(error), "correct it")
        return
    yield ok("settings", "they can be read")
    if not place.data.is_dir():
        return
    if not settings.database_url and not (place.data / FILE_NAME).exists():
        advice = "`almandine serve`, `seed` or `apply` makes one"
        yield failed("database", f"there is none in {place.data}", advice)
        return
    try:
        with closing(Database.open(settings.data, settings.database_url)) as database:
            if adopting:
                _adopt(database, settings, env)
            yield from _of_database(database, settings, env, deep=deep)
    except SQLAlchemyError as error:
        advice = "see whether the server runs, and what its log says"
        yield failed("database", f"it cannot be used: {error}", advice)


def _adopt(database: Database, settings: Settings, env: Env) -> None:
    with database.writing(durable=True) as connection:
        adopt(connection, settings.data, env)


def _of_database(
    database: Database, settings: Settings, env: Env, *, deep: bool
) -> Iterator[Finding]:
    facts = gathering.of_database(database, env, deep=deep)
    yield from check_database(facts)
    if facts.missing:
        return
    with database.reading() as connection:
        known = remembered(connection)
    yield check_mark(read_mark(settings.data), known)
    yield from check_work(gathering.work(database, settings.data, env))
