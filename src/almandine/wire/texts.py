"""Elements that are text with something to say about it."""

from typing import Annotated

from almandine.wire.description import ATTRIBUTE, TEXT, WireObject


class Coded(WireObject, frozen=True):
    """A code of a code table, with its description."""

    desc: Annotated[str | None, ATTRIBUTE] = None
    value: Annotated[str, TEXT] = ""


class Linked(WireObject, frozen=True):
    """A text, with the address of what it speaks about."""

    link: Annotated[str | None, ATTRIBUTE] = None
    value: Annotated[str, TEXT] = ""
