"""The JSON spelling of wire objects: their tree as it stands."""

from codecs import BOM_UTF8
from typing import TypeVar, cast

import msgspec

from almandine.faults import MalformedBody, Refused
from almandine.wire.description import WireObject, describe
from almandine.wire.tree import Tree, UnreadableError

Kind = TypeVar("Kind", bound=WireObject)


def encode(value: WireObject) -> bytes:
    """Spell an object without white space and with raw UTF-8, as JavaScript does."""
    return msgspec.json.encode(describe(type(value)).show(value))


def decode(kind: type[Kind], body: bytes) -> Kind:
    """Read an object; nothing and `null` are the object without members.

    Raises:
        Refused: with `MalformedBody` when the body is not such an object.
    """
    try:
        # The cast is true: the description makes objects of its own class.
        return cast("Kind", describe(kind).read(_parse(body)))
    except UnreadableError as error:
        raise Refused(MalformedBody("JSON", str(error))) from error


def _parse(body: bytes) -> Tree:
    try:
        text = body.removeprefix(BOM_UTF8).strip()
        tree = msgspec.json.decode(text) if text else None
    except RecursionError:
        raise UnreadableError("nested too deeply") from None
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise UnreadableError(str(error)) from None
    return {} if tree is None else tree
