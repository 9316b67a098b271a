"""One call of the API, as a route sees it: plain values, no web framework."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from almandine.engine.access import Key
from almandine.faults import InvalidDate, InvalidParameter, Refused
from almandine.wire.body import decode
from almandine.wire.description import WireObject
from almandine.wire.links import Links
from almandine.wire.negotiation import body_format

Item = TypeVar("Item")
Kind = TypeVar("Kind", bound=WireObject)
Text = TypeVar("Text", bound=str)

MAX_LIMIT: Final = 100
_DEFAULT_LIMIT: Final = 10
# No list is longer, and a larger number would not fit a database's integer.
_MAX_OFFSET: Final = 2**31 - 1
_MOST_DIGITS: Final = 18
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Page:
    """Which stretch of a list is wanted."""

    limit: int
    """At most `MAX_LIMIT`; 0 gives an empty page with the true total."""
    offset: int

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return the stretch of a list that is in memory."""
        return items[self.offset : self.offset + self.limit]


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request that the gateway let through."""

    key: Key
    links: Links
    """Addresses under the origin that the client uses."""
    path: Mapping[str, str]
    """What stands in the path for the names in braces."""
    query: Mapping[str, str]
    """The last value of each name; a route ignores names it does not know."""
    content_type: str | None = None
    body: bytes = b""

    @property
    def institution(self) -> str:
        """Return the code of the key's institution."""
        return self.key.institution

    def read(self, kind: type[Kind]) -> Kind:
        """Decode the body, XML or JSON; an empty one is an object without members.

        Raises:
            Refused: with `MalformedBody` or `BodyTooLarge`.
        """
        return decode(kind, self.body, body_format(self.content_type, self.body))

    def page(self) -> Page:
        """Return `limit` and `offset`; a limit above the largest is cut to it.

        Raises:
            Refused: with `InvalidParameter` where one is no number, or negative.
        """
        return Page(
            min(self._number("limit", _DEFAULT_LIMIT), MAX_LIMIT),
            min(self._number("offset", 0), _MAX_OFFSET),
        )

    def choice(self, *names: str, allowed: Sequence[Text]) -> Text | None:
        """Return the first of the parameters that has a value; None where none has.

        Raises:
            Refused: with `InvalidParameter` for a value that is not allowed.
        """
        said = ((name, self.query.get(name)) for name in names)
        name, value = next(((n, v) for n, v in said if v), ("", ""))
        if not value:
            return None
        for each in allowed:
            if each == value:
                return each
        raise Refused(InvalidParameter(name, value, ", ".join(allowed)))

    def day(self, name: str) -> date | None:
        """Return a day given as YYYY-MM-DD; None where it is unsaid.

        Raises:
            Refused: with `InvalidDate`.
        """
        text = self.query.get(name)
        if not text:
            return None
        try:
            # `fromisoformat` alone would take weeks and missing hyphens too.
            return date.fromisoformat(text if _DAY.fullmatch(text) else "")
        except ValueError:
            raise Refused(InvalidDate(name, text)) from None

    def _number(self, name: str, default: int) -> int:
        text = self.query.get(name, "").strip()
        if not text:
            return default
        if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
            raise Refused(InvalidParameter(name, text, "0 or a larger number"))
        return int(text)
