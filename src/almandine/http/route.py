"""A route as data: method, path, and a plain function from call to wire object.

The function is synchronous and knows nothing of HTTP, so it is tested by calling
it. What it returns is spelt as the client asked; `None` answers 204. What it
raises becomes an error document. See `routes/general.py` for the pattern.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import get_type_hints

from almandine.http.call import Call
from almandine.wire.description import WireObject

ROOT = "/almaws/v1/conf"


@dataclass(frozen=True, slots=True)
class Document:
    """An answer that is no object of the wire: a file, in pieces."""

    content_type: str
    pieces: Iterator[bytes]


Answer = Callable[[Call], WireObject | Document | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One operation of the API; its function's docstring is its summary."""

    method: str
    path: str
    """Below `ROOT`, with `{name:str}` for what varies."""
    answer: Answer
    accepts: type[WireObject] | None = None
    """What the body is, where there is one."""
    query: tuple[str, ...] = ()
    """Names of the query parameters that the function reads."""
    at_once: bool = False
    """It touches no database, so it needs no thread."""

    @property
    def summary(self) -> str:
        """Return the first line of the function's docstring."""
        return (self.answer.__doc__ or "").partition("\n")[0]

    @property
    def returns(self) -> type[WireObject] | None:
        """Return the class of the answer; None where it is none of the wire's."""
        hint = get_type_hints(self.answer)["return"]
        return None if hint in (type(None), Document) else hint
