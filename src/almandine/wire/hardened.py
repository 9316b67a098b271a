"""The one place where foreign XML is parsed, with every door shut.

No entity is resolved, no DTD loaded, no network touched, no oversized token or
deeper nesting than libxml2's 256 taken, and a document with a DOCTYPE is
refused: left alone, libxml2 leaves external entities silently empty.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final, Protocol, cast

from almandine.wire.tree import UnreadableError

MAX_ATTRIBUTES: Final = 32
"""Attributes of one element; the contract's objects have two at most."""


class _DocumentInfo(Protocol):
    doctype: str


class _Document(Protocol):
    docinfo: _DocumentInfo


class Element(Protocol):
    """As much of an lxml element as is used here; lxml ships no types."""

    tag: str
    text: str | None
    attrib: Mapping[str, str]

    def get(self, key: str) -> str | None:
        """Return the attribute's value."""
        ...

    def getroottree(self) -> _Document:
        """Return the document around the element."""
        ...

    def __iter__(self) -> Iterator["Element"]: ...


class _Parser(Protocol):
    pass


class _Library(Protocol):
    XMLSyntaxError: type[Exception]

    def XMLParser(self, **options: bool) -> _Parser: ...  # noqa: N802 - lxml's name
    def fromstring(self, text: bytes, parser: _Parser) -> Element: ...


_lxml: Final = cast("_Library", import_module("lxml.etree"))


def parse(body: bytes) -> Element:
    """Return the root element.

    Raises:
        UnreadableError: when the body is not well-formed XML, or has a DOCTYPE.
    """
    try:
        root = _lxml.fromstring(body, _parser())
    except _lxml.XMLSyntaxError as error:
        raise UnreadableError(str(error)) from None
    if root.getroottree().docinfo.doctype:
        raise UnreadableError("a DOCTYPE is not allowed")
    return root


def local_name(element: Element) -> str:
    """Return the element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def check_attributes(element: Element) -> None:
    """Raise UnreadableError when an element has more than `MAX_ATTRIBUTES`."""
    if len(element.attrib) > MAX_ATTRIBUTES:
        problem = f"more than {MAX_ATTRIBUTES} attributes"
        raise UnreadableError(problem, local_name(element))


def _parser() -> _Parser:
    # One parser a document: lxml makes threads that share a parser wait in line.
    return _lxml.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
