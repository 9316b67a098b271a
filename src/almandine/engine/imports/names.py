"""Which of the files that lie there are meant: patterns for their names."""

from functools import cache
from importlib import import_module
from typing import Final, Protocol, cast

MAX_PATTERN: Final = 200
"""Characters."""


class _Compiled(Protocol):
    def fullmatch(self, text: str) -> object | None: ...


class _Options(Protocol):
    log_errors: bool


class _Library(Protocol):
    """As much of RE2 as is used here; it ships no types."""

    error: type[Exception]

    def Options(self) -> _Options: ...  # noqa: N802 - the library's name
    def compile(self, pattern: str, options: _Options) -> _Compiled: ...


@cache
def _re2() -> _Library:
    """Return RE2: megabytes, and so not before there is a pattern.

    It takes time in proportion to the name, whatever a pattern asks for; `re` may not
    come back from one with nested repetitions.
    """
    return cast("_Library", import_module("re2"))


class NamePattern:
    """A regular expression that the whole of a file's name fits; empty for any."""

    def __init__(self, pattern: str) -> None:
        """Compile it.

        Raises:
            ValueError: with what is allowed, when it is too long, or no regular
                expression of RE2's syntax.
        """
        self._compiled = _compiled(pattern) if pattern else None

    def fits(self, name: str) -> bool:
        """Tell whether a file of this name is meant."""
        return self._compiled is None or self._compiled.fullmatch(name) is not None


def _compiled(pattern: str) -> _Compiled:
    if len(pattern) > MAX_PATTERN:
        raise ValueError(f"a regular expression of up to {MAX_PATTERN} characters")
    library = _re2()
    options = library.Options()
    options.log_errors = False
    try:
        return library.compile(pattern, options)
    except library.error as error:
        because = error.args[0].decode()
        raise ValueError(f"a regular expression of RE2's syntax ({because})") from None
