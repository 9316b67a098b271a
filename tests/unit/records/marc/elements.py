"""What a MARCXML document says, as plain values, read by lxml."""

import unicodedata
from collections.abc import Iterable
from importlib import import_module
from typing import Any, Final

_etree: Final[Any] = import_module("lxml.etree")

Content = tuple[str, list[tuple[str, ...]]]
"""Leader, and each field as (tag, text) or (tag, indicators, code + text, …)."""


def contents(document: bytes) -> list[Content]:
    """Return each record of a document; raises when it is not well-formed."""
    return [content_of(element) for element in _etree.fromstring(document)]


def is_well_formed(document: bytes) -> bool:
    """Say whether a parser takes the document."""
    try:
        _etree.fromstring(document)
    except _etree.XMLSyntaxError:
        return False
    return True


def content_of(element: Iterable[Any]) -> Content:
    """Return what the element of a record says."""
    leader, *fields = [part for part in element if isinstance(part.tag, str)]
    return _text(leader), [_field(part) for part in fields]


def _field(part: Any) -> tuple[str, ...]:  # noqa: ANN401 - lxml ships no types
    tag = str(part.get("tag"))
    if part.tag.endswith("controlfield"):
        return tag, _text(part)
    indicators = f"{part.get('ind1')}{part.get('ind2')}"
    return tag, indicators, *(f"{one.get('code')}{_text(one)}" for one in part)


def _text(part: Any) -> str:  # noqa: ANN401 - lxml ships no types
    return unicodedata.normalize("NFC", part.text or "")
