"""The page of the command line leaves nothing out.

That it is current is a matter of `test_pages`, as with every generated page.
"""

from typing import Final

import click
import pytest

from almandine.cli import almandine
from contract.pages import REFERENCE
from contract.pages.command_line import SHARED

PAGE: Final = (REFERENCE / "cli.md").read_text(encoding="utf-8")


def leaves(group: click.Group, above: str = "") -> dict[str, click.Command]:
    """Return all commands below a group by their whole names."""
    found: dict[str, click.Command] = {}
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found |= leaves(command, f"{above}{name} ")
        else:
            found[f"{above}{name}"] = command
    return found


COMMANDS: Final = leaves(almandine)


def section(name: str) -> str:
    """Return what the page says of a command."""
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_on_the_page(name: str) -> None:
    options = (each for each in COMMANDS[name].params if not getattr(each, "hidden", 0))
    names = {
        option
        for each in options
        for option in each.opts
        if isinstance(each, click.Option) and option not in SHARED
    }
    assert [each for each in names if f"{each}" not in section(name)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    summary = (COMMANDS[name].help or "").partition("\n")[0]
    assert summary
    assert summary in section(name)


@pytest.mark.parametrize("option", sorted(SHARED))
def test_options_of_nearly_every_command_are_told_of_once(option: str) -> None:
    assert PAGE.count(f"| `{option} ") == 1


def test_the_page_has_no_command_that_is_gone() -> None:
    titles = {line[3:] for line in PAGE.splitlines() if line.startswith("## ")}
    assert titles - set(COMMANDS) == {"Options of nearly every command"}
