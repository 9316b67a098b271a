"""Where a command works: a data directory, and an institution in it."""

import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, Final

import msgspec
import rich_click as click

from almandine.app import App
from almandine.cli.declare import option
from almandine.cli.failures import Failure
from almandine.engine.ports import Store
from almandine.settings import Settings, load_settings
from almandine.store.database import FILE_NAME

SETTINGS_FILE: Final = "almandine.toml"

Command = Callable[..., None]


@dataclass(frozen=True, slots=True)
class Place:
    """A data directory, which need not exist yet."""

    data: Path
    database_url: str = ""
    """Empty for what the settings say."""

    def settings(self, **chosen: object) -> Settings:
        """Return its settings: file, environment, then what the command line chose.

        Raises:
            SettingsError: when one of them does not fit.
        """
        file = self.data / SETTINGS_FILE
        settings = load_settings(file if file.exists() else None, os.environ)
        said = {name: value for name, value in chosen.items() if value is not None}
        url = self.database_url or settings.database_url
        return msgspec.structs.replace(
            settings, data=self.data, database_url=url, **said
        )

    @contextmanager
    def opened(self, settings: Settings | None = None) -> Generator[App]:
        """Open the directory, which is made if missing, with all its tables."""
        with self.opened_as_it_is(settings) as app:
            app.prepare()
            yield app

    @contextmanager
    def opened_as_it_is(self, settings: Settings | None = None) -> Generator[App]:
        """Open it whatever its tables are like."""
        app = App(settings or self.settings())
        try:
            yield app
        finally:
            app.close()

    def check_exists(self) -> None:
        """Raise unless there is something in it."""
        if self.settings().database_url or (self.data / FILE_NAME).exists():
            return
        raise Failure(
            f"there is no Almandine data in {self.data}; make some with"
            " `almandine seed` or `almandine apply`, or choose another directory"
            " with --data"
        )


@dataclass(frozen=True, slots=True)
class Site:
    """An institution in an open data directory."""

    app: App
    code: str

    @property
    def store(self) -> Store:
        """Return what is kept for it."""
        return self.app.store_of(self.code)


def on_data(command: Command) -> Command:
    """Add `--data` and `--database-url`; the command is called with `place`."""

    @wraps(command)
    def located(*, data: Path, database_url: str, **rest: Any) -> None:  # noqa: ANN401 - the command's own
        command(place=Place(data, database_url), **rest)

    url = option(
        "--database-url",
        envvar="ALMANDINE_DATABASE_URL",
        default="",
        metavar="URL",
        help="PostgreSQL instead of SQLite: postgresql://user@host/database. Also as"
        " ALMANDINE_DATABASE_URL.",
    )
    directory = option(
        "--data",
        envvar="ALMANDINE_DATA",
        default=Path("almandine-data"),
        show_default="./almandine-data",
        type=click.Path(path_type=Path, file_okay=False),
        metavar="DIR",
        help="Data directory. Also as ALMANDINE_DATA.",
    )
    return directory(url(located))


def at_institution(command: Command) -> Command:
    """Add those and `--institution`; the command is called with an open `site`."""

    @on_data
    @option(
        "--institution",
        metavar="CODE",
        help="Code of the institution. Default: the only one there is.",
    )
    @wraps(command)
    def situated(*, place: Place, institution: str | None, **rest: Any) -> None:  # noqa: ANN401 - the command's own
        place.check_exists()
        with place.opened() as app:
            code = chosen_institution(app.institutions(), institution)
            command(site=Site(app, code), **rest)

    return situated


def chosen_institution(present: list[str], wanted: str | None) -> str:
    """Return the institution that is meant.

    Raises:
        Failure: when there is none.
        click.UsageError: when it is not there, or unclear.
    """
    if not present:
        raise Failure(
            "there is no institution yet; make one with `almandine seed` or"
            " `almandine apply FILE.toml`"
        )
    if wanted is None and len(present) == 1:
        return present[0]
    if wanted not in present:
        said = f"there is no institution {wanted}" if wanted else "which institution?"
        listed = ", ".join(present)
        raise click.UsageError(f"{said}; choose with --institution: {listed}")
    return wanted
