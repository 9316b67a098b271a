"""The command line and the documentation say the same.

Every command and option stands on its page, and every command in an example of any
page exists, with the options that the example gives it. That the page is current is a
matter of `test_pages`, as with every generated page.
"""

import re
import shlex
from collections.abc import Iterator
from typing import Final

import click
import pytest

from contract.fences import Fence, fences_of
from contract.pages import REFERENCE
from contract.pages.command_line import SHARED, commands, options
from contract.tree import MARKDOWN, name_of

PAGE: Final = (REFERENCE / "cli.md").read_text(encoding="utf-8")
PROMPT: Final = re.compile(r"^\$ (?P<line>.*(?:\\\n.*)*)", re.MULTILINE)
CALL: Final = re.compile(r"(?:^|\$\(|&& |\| |sudo )almandine (?P<words>[^|)>&]*)")
OF_ALL: Final = {"-h", "--help", "--version"}
"""Options that every command has, or the program itself."""

COMMANDS: Final = dict(commands())
EXAMPLES: Final = [
    each for file in MARKDOWN for each in fences_of(file) if each.language == "console"
]


def names_of_options(command: click.Command) -> set[str]:
    return {
        name for each in options(command) for name in (*each.opts, *each.secondary_opts)
    }


def section(name: str) -> str:
    """Return what the page says of a command."""
    return PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def calls(fence: Fence) -> Iterator[list[str]]:
    """Yield the words of each call of the command line in an example."""
    for prompt in PROMPT.finditer(fence.text):
        line = prompt["line"].replace("\\\n", " ")
        for call in CALL.finditer(line):
            yield shlex.split(call["words"].strip(), comments=True)


def called(words: list[str]) -> str | None:
    """Return the whole name of the command that the words call."""
    names = (" ".join(words[:length]) for length in (2, 1))
    return next((name for name in names if name in COMMANDS), None)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_on_the_page(name: str) -> None:
    names = names_of_options(COMMANDS[name]) - SHARED
    assert [each for each in sorted(names) if each not in section(name)] == []


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


@pytest.mark.parametrize(
    "fence", EXAMPLES, ids=lambda each: f"{name_of(each.file)}:{each.line}"
)
def test_the_commands_of_an_example_exist(fence: Fence) -> None:
    wrong: list[str] = []
    for words in calls(fence):
        name = called(words)
        known = OF_ALL | (names_of_options(COMMANDS[name]) if name else OF_ALL)
        given = {word.partition("=")[0] for word in words if word.startswith("-")}
        wrong += [f"{name} {each}" for each in sorted(given - known)]
        wrong += [] if name or given else [f"{words}: no such command"]
    assert wrong == []
