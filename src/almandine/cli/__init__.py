"""The command line: one file a command, imported when it is called for.

A worker then does without the web server, and `--help` of one command without the
others.
"""

from importlib import import_module
from importlib.metadata import version
from typing import Final

import rich_click as click

from almandine.cli.failures import Group

COMMANDS: Final = (
    "demo",
    "serve",
    "worker",
    "migrate",
    "seed",
    "apply",
    "load",
    "import",
    "keys",
    "jobs",
    "sets",
    "endpoints",
    "backup",
    "restore",
    "doctor",
)
"""Each is a function in the module of its name, but for Python's own words."""

_PLACES: Final = {"import": ("importing", "import_file")}
"""Module and function of those."""


class Commands(Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return a command; None where there is no such one."""
        if cmd_name not in COMMANDS:
            return None
        module, function = _PLACES.get(cmd_name, (cmd_name, cmd_name))
        return getattr(import_module(f"almandine.cli.{module}"), function)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    name="almandine",
)
@click.version_option(version("almandine"))  # pyright: ignore[reportUnknownMemberType] - partly untyped
def almandine() -> None:
    """An open, self-hosted job service that speaks the Alma Jobs API.

    To see it all at once: almandine demo

    To set it up: almandine seed (a sample institution) or almandine apply
    FILE.toml (yours), almandine load bib FILE.mrc, almandine keys create --name me
    --area conf, and then almandine serve.
    """


def main() -> None:
    """Run the command line."""
    almandine()
