"""The command line and the documentation say the same.

Every command and option stands on its page, and every command in an example of any
page exists, with the options that the example gives it.
"""

import re
import shlex
from collections.abc import Iterator
from typing import Final

import click
import pytest

from almandine.cli import almandine
from contract.fences import Fence, fences_of
from contract.pages import REFERENCE
from contract.tree import MARKDOWN, name_of

PAGE: Final = REFERENCE / "cli.md"
PROMPT: Final = re.compile(r"^\$ (?P<line>.*(?:\\\n.*)*)", re.MULTILINE)
CALL: Final = re.compile(r"(?:^|\$\(|&& |\| |sudo )almandine (?P<words>[^|)>&]*)")

EXAMPLES: Final = [
    each for file in MARKDOWN for each in fences_of(file) if each.language == "console"
]


def commands(
    command: click.Command = almandine, path: str = "almandine"
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that is not hidden, by its whole name."""
    yield path, command
    if isinstance(command, click.Group):
        for name, each in command.commands.items():
            if not each.hidden:
                yield from commands(each, f"{path} {name}")


COMMANDS: Final = dict(commands())


def options(command: click.Command) -> set[str]:
    return {
        name
        for each in command.params
        if isinstance(each, click.Option) and not each.hidden
        for name in (*each.opts, *each.secondary_opts)
    } | {"--help", "-h"}


def calls(fence: Fence) -> Iterator[list[str]]:
    """Yield the words of each call of the command line in an example."""
    for prompt in PROMPT.finditer(fence.text):
        line = prompt["line"].replace("\\\n", " ")
        for call in CALL.finditer(line):
            yield shlex.split(call["words"].strip(), comments=True)


def called(words: list[str]) -> str:
    """Return the whole name of the command that the words call."""
    path = "almandine"
    for word in words:
        if f"{path} {word}" not in COMMANDS:
            break
        path = f"{path} {word}"
    return path


@pytest.mark.parametrize("path", COMMANDS)
def test_a_command_and_its_options_are_on_the_page(path: str) -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = {path} | {
        name for name in options(COMMANDS[path]) - {"-h"} if name.startswith("--")
    }
    assert [each for each in sorted(named) if each not in page] == []


@pytest.mark.parametrize(
    "fence", EXAMPLES, ids=lambda each: f"{name_of(each.file)}:{each.line}"
)
def test_the_commands_of_an_example_exist(fence: Fence) -> None:
    wrong: list[str] = []
    for words in calls(fence):
        path = called(words)
        known = options(COMMANDS[path])
        given = {word.partition("=")[0] for word in words if word.startswith("-")}
        whole = isinstance(COMMANDS[path], click.Group) and not given
        wrong += [f"{path} {each}" for each in sorted(given - known)]
        wrong += [f"{path} is a group"] if whole else []
    assert wrong == []
