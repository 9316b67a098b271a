"""The elements around the records of a document, and what their prefixes mean."""

from collections import deque
from collections.abc import Mapping
from typing import Final, NamedTuple

from almandine.formats.intake.prolog import namespaces_in, prefix_of

MAX_DEPTH: Final = 64
"""Deeper than envelopes are; of what is deeper, the innermost elements are known."""


class _Element(NamedTuple):
    name: bytes
    """With its prefix, as written."""
    namespaces: Mapping[bytes, bytes]
    """Those that it declares, by prefix; the empty prefix is the default."""


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
        self._open.append(_Element(name, namespaces_in(attributes)))

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
        declared = namespaces_in(attributes)
        if prefix in declared:
            return declared[prefix]
        for element in reversed(self._open):
            if prefix in element.namespaces:
                return element.namespaces[prefix]
        return b""
