"""Bodies in and out, in whichever spelling was agreed."""

from typing import TypeVar

from almandine.wire import json, xml
from almandine.wire.description import WireObject
from almandine.wire.negotiation import Format

Kind = TypeVar("Kind", bound=WireObject)


def encode(value: WireObject, spelling: Format) -> bytes:
    """Spell an object."""
    return json.encode(value) if spelling is Format.JSON else xml.encode(value)


def decode(kind: type[Kind], body: bytes, spelling: Format) -> Kind:
    """Read an object; an empty body is the object without members.

    Raises:
        Refused: with `MalformedBody` when the body is not such an object.
    """
    return (json if spelling is Format.JSON else xml).decode(kind, body)
