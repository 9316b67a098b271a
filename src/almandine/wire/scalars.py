"""Single values and their spelling: text, numbers, booleans, instants and days.

Writing is strict, for the clients that die on a second spelling; reading takes
what clients send. Source: CONTRACT 2.1, rules 6 and 7.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from almandine.wire.tree import Leaf, Tree, UnreadableError, unexpected

_BOOLEANS: Final = {"true": True, "false": False, "1": True, "0": False}
_DAY_CHARACTERS: Final = len("2025-10-05")
# More would not survive clients that keep numbers as 64 bits, nor JSON encoders.
_LIMIT: Final = 10**18
_MOST_DIGITS: Final = 18
_EXACT: Final = 2**53


@dataclass(frozen=True, slots=True)
class Scalar:
    """How one kind of value becomes a leaf, and a leaf becomes the value."""

    show: Callable[[Any], Leaf]
    read: Callable[[Tree], object]


def spell(leaf: Leaf) -> str:
    """Return the leaf as characters, the same as JSON would use."""
    if leaf is True or leaf is False:
        return "true" if leaf else "false"
    return str(leaf)


def _same(text: str) -> str:
    return text


def _read_text(tree: Tree) -> str:
    if type(tree) is str:
        # XML cannot spell it, and PostgreSQL cannot hold it.
        if "\0" in tree:
            raise UnreadableError("the character NUL is not allowed")
        return tree
    if isinstance(tree, float):
        return spell(_show_number(tree))
    if isinstance(tree, int) and abs(tree) < _LIMIT:
        return spell(tree)
    raise unexpected("text", tree)


def _read_whole(tree: Tree) -> int:
    if type(tree) is int and abs(tree) < _LIMIT:
        return tree
    number = tree.strip() if isinstance(tree, str) else ""
    digits = number.removeprefix("-")
    if digits.isdecimal() and len(digits) <= _MOST_DIGITS:
        return int(number)
    raise _misspelt("a whole number", tree)


def _show_number(number: float) -> float:
    """Drop a trailing `.0`: a client waits for exactly 100."""
    whole = number.is_integer() and abs(number) < _EXACT
    return int(number) if whole else number


def _read_number(tree: Tree) -> float:
    if isinstance(tree, bool) or not isinstance(tree, int | float | str):
        raise unexpected("a number", tree)
    try:
        number = float(tree)
    except (ValueError, OverflowError):
        raise _misspelt("a number", tree) from None
    if not math.isfinite(number):
        raise _misspelt("a number", tree)
    return number


def _read_boolean(tree: Tree) -> bool:
    if isinstance(tree, bool):
        return tree
    # Python clients send `True`.
    spelling = tree.strip().lower() if isinstance(tree, str) else ""
    if spelling in _BOOLEANS:
        return _BOOLEANS[spelling]
    raise _misspelt("true or false", tree)


def show_instant(instant: datetime) -> str:
    """Spell an instant in UTC with exactly three digits and `Z`, cut, not rounded."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def _read_instant(tree: Tree) -> datetime:
    try:
        instant = datetime.fromisoformat(_read_text(tree).strip())
        aware = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
        return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _misspelt("a time like 2025-10-05T09:11:32.592Z", tree) from None


def show_day(day: date) -> str:
    """Spell a day with the `Z` that the vendor puts after it."""
    return f"{day.isoformat()}Z"


def _read_day(tree: Tree) -> date:
    try:
        return date.fromisoformat(_read_text(tree).strip()[:_DAY_CHARACTERS])
    except ValueError:
        raise _misspelt("a date like 2025-10-05Z", tree) from None


def _misspelt(wanted: str, tree: Tree) -> UnreadableError:
    if isinstance(tree, str):
        return UnreadableError(f"expected {wanted}, found {tree[:40]!r}")
    return unexpected(wanted, tree)


SCALARS: Final[Mapping[type, Scalar]] = {
    str: Scalar(_same, _read_text),
    int: Scalar(int, _read_whole),
    float: Scalar(_show_number, _read_number),
    bool: Scalar(bool, _read_boolean),
    datetime: Scalar(show_instant, _read_instant),
    date: Scalar(show_day, _read_day),
}
