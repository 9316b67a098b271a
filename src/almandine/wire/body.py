"""Bodies in and out, in whichever spelling was agreed."""

from typing import Final, TypeVar

from almandine.faults import BodyTooLarge, Refused
from almandine.wire import json, xml
from almandine.wire.description import WireObject
from almandine.wire.negotiation import Format

Kind = TypeVar("Kind", bound=WireObject)

MAX_BODY_BYTES: Final = 4 * 1024 * 1024
"""A thousand members with long ids take a twentieth of it."""


def encode(value: WireObject, spelling: Format) -> bytes:
    """Spell an object."""
    return json.encode(value) if spelling is Format.JSON else xml.encode(value)


def decode(kind: type[Kind], body: bytes, spelling: Format) -> Kind:
    """Read an object; an empty body is the object without members.

    Raises:
        Refused: with `BodyTooLarge` above `MAX_BODY_BYTES`; with `MalformedBody`
            when the body is not such an object.
    """
    if len(body) > MAX_BODY_BYTES:
        raise Refused(BodyTooLarge(MAX_BODY_BYTES))
    return (json if spelling is Format.JSON else xml).decode(kind, body)
