"""The elements around the records of a document, and what their prefixes mean."""

from collections import deque
from collections.abc import Mapping
from typing import Final, NamedTuple

from almandine.formats.intake.prolog import namespaces_in, prefix_of

MAX_DEPTH: Final = 256
"""As deep as libxml2 goes; of what is deeper, the innermost elements are known."""
_NONE: Final[Mapping[bytes, bytes]] = {}


class _Element(NamedTuple):
    name: bytes
    """With its prefix, as written."""
    namespaces: Mapping[bytes, bytes]
    """All that are in force in it, by prefix; the empty prefix is the default."""


class OpenElements:
    """Elements whose end tag has not come yet, from the outermost to the innermost.

    An end tag closes what was left open within its element, too: so a tag that is
    missing, or was part of a broken record, misleads no longer than that.
    """

    def __init__(self) -> None:
        self._open: deque[_Element] = deque(maxlen=MAX_DEPTH)

    def __bool__(self) -> bool:
        """Tell whether any is open."""
        return bool(self._open)

    @property
    def innermost(self) -> bytes:
        """The name of the innermost one; empty where none is open."""
        return self._open[-1].name if self._open else b""

    def enter(self, name: bytes, attributes: bytes) -> None:
        """Open an element."""
        self._open.append(_Element(name, self._in_force(attributes)))

    def leave(self, name: bytes) -> None:
        """Close the innermost element of that name, if there is one."""
        if any(element.name == name for element in self._open):
            while self._open.pop().name != name:
                pass

    def namespace_of(self, name: bytes, attributes: bytes) -> bytes:
        """Return the namespace of an element that begins here; empty for none.

        A prefix that is declared nowhere means none.
        """
        prefix = prefix_of(name)
        return self._in_force(attributes).get(prefix, b"")

    def _in_force(self, attributes: bytes) -> Mapping[bytes, bytes]:
        outer = self._open[-1].namespaces if self._open else _NONE
        declared = namespaces_in(attributes)
        return {**outer, **declared} if declared else outer
