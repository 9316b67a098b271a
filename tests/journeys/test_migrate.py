"""`almandine migrate`, and what every command says to tables of a newer release."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Final, cast

import click
import pytest
from click.testing import CliRunner

from almandine.cli import almandine
from almandine.store.migrations import FIRST, HEAD
from contract.pages.command_line import commands
from databases.homes import Home

PATIENCE: Final = 60.0
"""Seconds that a command may take to stop on a busy machine."""
SAID: Final = "almandine: a newer release has changed the tables: they are at revision"
COMMANDS: Final[Mapping[str, click.Command]] = dict(commands())
GOING_ON: Final = {"demo", "serve", "worker"}
"""Commands that would not stop by themselves: they get a process that can be ended."""
APART: Final = {"doctor", "restore"}
"""One tells it among other things, the other only works where there are no tables."""


def called(name: str) -> list[str]:
    """Return the least words by which a command is called."""
    return [*name.split(), *_required(COMMANDS[name])]


def _required(command: click.Command) -> Iterator[str]:
    for each in command.params:
        if each.required and isinstance(each, click.Option):
            yield each.opts[0]
        if each.required:
            yield f"{__file__}.new" if each.opts == ["--to"] else _fitting(each.type)


def _fitting(kind: object) -> str:
    if isinstance(kind, click.Choice):
        return str(cast("click.Choice[object]", kind).choices[0])
    return __file__ if isinstance(kind, click.Path) else "conf"


def migrated(home: Home, *words: str) -> str:
    on = ["--data", str(home.directory), "--database-url", home.url]
    return CliRunner().invoke(almandine, ["migrate", *on, *words]).output


@pytest.fixture
def newer(blank_home: Home) -> Home:
    blank_home.execute("UPDATE alembic_version SET version_num = '9999'")
    return blank_home


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - GOING_ON - APART))
def test_a_command_refuses_tables_of_a_newer_release(name: str, newer: Home) -> None:
    words = [*called(name), "--data", str(newer.directory)]
    result = CliRunner().invoke(almandine, words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{SAID} 9999")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_the_doctor_tells_it_too(newer: Home) -> None:
    words = ["doctor", "--data", str(newer.directory)]
    result = CliRunner().invoke(almandine, words)
    assert result.exit_code == 1
    assert "revision 9999, of a newer release" in result.stdout


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", sorted(GOING_ON))
def test_a_command_that_goes_on_refuses_them_too(name: str, newer: Home) -> None:
    words = [*called(name), "--data", str(newer.directory)]
    done = subprocess.run(  # noqa: S603 - the program under test
        [sys.executable, "-m", "almandine", *words],
        capture_output=True,
        check=False,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 1
    assert done.stderr.startswith(f"{SAID} 9999")
    assert done.stderr.count("\n") == 1


def test_migrate_says_from_where_to_where(bare_home: Home) -> None:
    where = str(bare_home.directory) if bare_home.is_sqlite else "the database"
    here = f"are at revision {HEAD} already"
    back = f"went from revision {HEAD} to {FIRST}" if FIRST != HEAD else here
    calls = [migrated(bare_home, *words) for words in ([], [], ["--to", FIRST])]
    assert calls == [
        f"The tables in {where} {each}.\n"
        for each in (f"are at revision {HEAD} now", here, back)
    ]


def test_a_revision_that_is_not_there_is_told_with_those_that_are(
    bare_home: Home,
) -> None:
    said = migrated(bare_home, "--to", "9999")
    assert f"there is no revision 9999 of the tables; known: {FIRST}" in said
