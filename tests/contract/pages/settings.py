"""Makes `settings.md`: what a site can choose, from the settings themselves."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin, get_type_hints

import msgspec

from almandine.settings import PREFIX, Settings
from contract.pages.docstrings import field_docs
from contract.pages.markdown import code, codes, joined, table

_INTRO: Final = """
# Settings

Settings stand in `almandine.toml` in the data directory, under their own names.
A variable of the environment wins over the file, and an option of the command line over both.
Variables after `ALMANDINE_` that name no setting are left alone; a name in the file that is no setting stops the start.
Durations are longer than nothing.

The file is looked for in the data directory, so `data` in it has no effect: say `--data DIR` or `ALMANDINE_DATA`.

What an institution is (libraries, sets, profiles, jobs) is not a setting: see [the configuration file](configuration.md).
"""  # noqa: E501 - a line of prose is a sentence

_EXAMPLE: Final = """
## Example

```toml
port = 8443
public_url = "https://jobs.example.org"
workers = 2
max_running = 3
start_window = "PT1H"
```
"""
_HEADS: Final = ("setting", "environment", "value", "default", "meaning")


def page() -> str:
    """Return the page."""
    return joined(_INTRO, table(_HEADS, _rows()), _EXAMPLE)


def _rows() -> Iterator[tuple[str, ...]]:
    docs, kinds = field_docs(Settings), get_type_hints(Settings)
    for field in msgspec.structs.fields(Settings):
        yield (
            code(field.name),
            code(f"{PREFIX}{field.name.upper()}"),
            _kind(kinds[field.name]),
            _shown(field.default),
            docs[field.name].partition(" Default: ")[0],
        )


def _kind(kind: Any) -> str:  # noqa: ANN401 - a type hint
    if get_origin(kind) is Literal:
        return codes(get_args(kind))
    if get_origin(kind) is tuple:
        return "a list; in the environment with commas"
    return _KINDS[kind]


_KINDS: Final = {
    Path: "path",
    str: "text",
    int: "whole number",
    timedelta: "duration: seconds, or ISO 8601",
}


def _shown(default: Any) -> str:  # noqa: ANN401 - of any setting
    if isinstance(default, tuple):
        return codes(msgspec.convert(default, list[str]))
    if isinstance(default, timedelta):
        return code(msgspec.to_builtins(default))
    return code(str(default)) or "empty"
