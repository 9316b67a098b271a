"""Options and arguments of commands: rich-click's, as far as types can be told.

Its own declarations are partly untyped; to say so once is better than everywhere.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import rich_click as click

F = TypeVar("F", bound=Callable[..., Any])


def option(*names: str, **details: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's
    """Declare an option, as `click.option` does."""
    return click.option(*names, **details)  # pyright: ignore[reportUnknownMemberType] - partly untyped


def argument(name: str, **details: Any) -> Callable[[F], F]:  # noqa: ANN401 - click's
    """Declare an argument, as `click.argument` does."""
    return click.argument(name, **details)  # pyright: ignore[reportUnknownMemberType] - partly untyped
