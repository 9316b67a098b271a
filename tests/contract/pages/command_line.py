"""Makes `cli.md`: every command with its options, from the commands themselves."""

from collections.abc import Iterator
from inspect import cleandoc
from typing import Final

import click

from almandine.cli import almandine
from contract.pages.markdown import code, joined, table

_INTRO: Final = """
# The command line

`almandine COMMAND --help` says what this page says; `almandine --version` tells the release.
Results go to standard output; progress, warnings and errors go to standard error.
On a terminal lists are tables and progress is a bar; in a pipe there are plain lines, with a tab between values and without headings.
`--json`, where there is one, prints JSON instead.

Commands work on the data directory itself, so they need no running service and no key; one may run beside them.

| exit code | meaning |
|---|---|
| 0 | done |
| 1 | it could not be done; standard error says why and what to do |
| 2 | the command line, the environment or `almandine.toml` is wrong |
| 3 | the run ended with errors (`jobs run --wait`, `jobs wait`, `jobs report`) |
| 4 | refused, with the code that the API would give ([errors](errors.md)) |

`load` exits with 0 even when it had to set records aside: it says how many, and where they are.

## Options of nearly every command

| option | meaning | default |
|---|---|---|
| `--data DIR` | Data directory; also as `ALMANDINE_DATA`. A command that only looks does not make one. | `./almandine-data` |
| `--database-url URL` | PostgreSQL 14 or newer instead of SQLite: `postgresql://user@host/database`; a password had better stand in `~/.pgpass` or `PGPASSWORD`. Also as `ALMANDINE_DATABASE_URL`. | SQLite in the data directory |
| `--institution CODE` | The institution that the command is about: `jobs`, `keys`, `load` and `sets` have it. | the only one there is |
| `--help`, `-h` | What the command does. | |

Variables of the environment other than those named below are in [settings](settings.md).
"""  # noqa: E501 - a line of prose is a sentence

SHARED: Final = frozenset({"--data", "--database-url", "--institution"})
"""Options that the introduction tells of."""
_HEADS: Final = ("option", "meaning", "default")


def page() -> str:
    """Return the page."""
    return joined(_INTRO, *(_section(*each) for each in commands()))


def commands(
    group: click.Group = almandine, above: str = ""
) -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with its whole name, by name."""
    context = click.Context(group)
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from commands(command, f"{above}{name} ")
        else:
            yield f"{above}{name}", command


def options(command: click.Command) -> list[click.Option]:
    """Return the options that are there for people."""
    every = (each for each in command.params if isinstance(each, click.Option))
    return [each for each in every if not each.hidden]


def _section(name: str, command: click.Command) -> str:
    usage = command.collect_usage_pieces(click.Context(command))
    own = (each for each in options(command) if not SHARED.issuperset(each.opts))
    rows = [_row(each) for each in own]
    return joined(
        f"## {name}",
        f"```sh\nalmandine {name} {' '.join(usage)}\n```",
        _told(command),
        table(_HEADS, rows) if rows else "",
    ).rstrip("\n")


def _told(command: click.Command) -> str:
    """Return what the command says of itself, a paragraph a line."""
    paragraphs = cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(_spelled(" ".join(each.split())) for each in paragraphs)


def _spelled(paragraph: str) -> str:
    said, example, words = paragraph.partition("Example: ")
    return f"{said}{example}{code(words)}" if example else paragraph


def _row(each: click.Option) -> tuple[str, str, str]:
    names = ", ".join(each.opts)
    value = (
        ""
        if each.is_flag
        else f" {each.make_metavar(click.Context(click.Command('')))}"
    )
    return code(f"{names}{value}"), each.help or "", _default(each)


def _default(each: click.Option) -> str:
    if each.is_flag or each.default is None or each.multiple:
        return ""
    if isinstance(each.show_default, str):
        return code(each.show_default)
    return code(str(each.default)) if each.show_default else ""
