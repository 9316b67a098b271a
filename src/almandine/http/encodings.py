"""Compressed answers, for clients that take them.

Source: RFC 9110, sections 8.4 and 12.5.3
"""

import gzip
import zlib
from collections.abc import Callable, Mapping
from typing import Final

_FAST: Final = 1
"""The level: twice as fast as the usual one, and MARCXML still shrinks to a sixth."""
_WORTH_IT: Final = 1024
"""Bytes; what is shorter stays as it is."""
_ANY: Final = "*"


def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, _FAST, mtime=0)


def _deflated(body: bytes) -> bytes:
    return zlib.compress(body, _FAST)


_CODINGS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "gzip": _gzipped,
    "deflate": _deflated,
}
"""In the order in which they are preferred."""


def encoded(body: bytes, accepted: str) -> tuple[bytes, dict[str, str]]:
    """Return a body as a client takes it, with the headers that say so.

    Args:
        body: The answer.
        accepted: What the client says in `Accept-Encoding`; empty for nothing.
    """
    headers = {"vary": "accept-encoding"}
    coding = _preferred(accepted)
    if coding is None or len(body) < _WORTH_IT:
        return body, headers
    return _CODINGS[coding](body), {**headers, "content-encoding": coding}


def _preferred(accepted: str) -> str | None:
    weights = dict(map(_weighed, accepted.lower().split(",")))
    others = weights.get(_ANY, 0.0)
    offered = {each: weights.get(each, others) for each in _CODINGS}
    best = max(offered, key=lambda each: offered[each])
    return best if offered[best] > 0 else None


def _weighed(part: str) -> tuple[str, float]:
    name, _, rest = part.partition(";")
    key, _, value = rest.partition("=")
    if key.strip() != "q":
        return name.strip(), 1.0
    try:
        return name.strip(), float(value)
    except ValueError:
        return name.strip(), 0.0
