"""Which of the files that lie there are meant: patterns for their names."""

from importlib import import_module
from typing import Final, Protocol, cast

from almandine.formats.intake.unreadable import Unreadable

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


# RE2 takes time in proportion to the name, whatever a pattern asks for; `re` may not
# come back from one with nested repetitions.
_re2: Final = cast("_Library", import_module("re2"))


class NamePattern:
    """A regular expression that the whole of a file's name fits; empty for any."""

    def __init__(self, pattern: str) -> None:
        """Compile it.

        Raises:
            Unreadable: when it is too long, or no regular expression of RE2's syntax.
        """
        if len(pattern) > MAX_PATTERN:
            raise Unreadable(f"the pattern is longer than {MAX_PATTERN} characters")
        options = _re2.Options()
        options.log_errors = False
        try:
            self._compiled = _re2.compile(pattern or r"(?s).*", options)
        except _re2.error as error:
            because = error.args[0].decode()
            raise Unreadable(
                f"{pattern!r} is no pattern for file names: {because}"
            ) from None

    def fits(self, name: str) -> bool:
        """Tell whether a file of this name is meant."""
        return self._compiled.fullmatch(name) is not None
