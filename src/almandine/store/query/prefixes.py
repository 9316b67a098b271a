"""What begins with a text, letter by letter, on every database alike.

`LIKE` will not do: SQLite's takes small letters for capitals, PostgreSQL's does not,
and neither looks into the index for a value that it is given later.
"""

import sys
from typing import Any, Final

from sqlalchemy import ColumnElement, and_

_LAST: Final = chr(sys.maxunicode)
_BEFORE_SURROGATES: Final = "\ud7ff"
_AFTER_SURROGATES: Final = "\ue000"


def starts_with(column: ColumnElement[Any], text: str) -> ColumnElement[bool]:
    """Compare a column that is sorted byte by byte, as all of ours are."""
    end = _end(text)
    return column >= text if end is None else and_(column >= text, column < end)


def _end(text: str) -> str | None:
    """Return the least text above all that begin with this one; None where none is.

    UTF-8 sorts by bytes as it does by characters.
    """
    kept = text.rstrip(_LAST)
    return kept[:-1] + _next(kept[-1]) if kept else None


def _next(character: str) -> str:
    """Return the character behind; halves of characters are none."""
    if character == _BEFORE_SURROGATES:
        return _AFTER_SURROGATES
    return chr(ord(character) + 1)
