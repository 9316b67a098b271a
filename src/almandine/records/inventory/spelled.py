"""Mappings as a profile spells them: `949 barcode=i library=l location=c`.

The tag comes first, then names with the subfields they are read from; a name that
begins with `default_` gives the value itself.
"""

from dataclasses import fields
from typing import Any, Final, TypeVar

from almandine.records.inventory.mapping import (
    HoldingsMapping,
    ItemsMapping,
    PortfoliosMapping,
    faults_of,
)

_DEFAULT: Final = "default_"
_TAG_LENGTH: Final = 3
_CALL_NUMBER: Final = "call_number"
_FLAGS: Final = frozenset({"available"})

M = TypeVar("M", HoldingsMapping, PortfoliosMapping)


def holdings_mapping(text: str) -> HoldingsMapping:
    """Read where holdings are described.

    Raises:
        ValueError: with what is wrong.
    """
    return _mapping(HoldingsMapping, text)


def portfolios_mapping(text: str) -> PortfoliosMapping:
    """Read where portfolios are described.

    Raises:
        ValueError: with what is wrong.
    """
    return _mapping(PortfoliosMapping, text)


def items_mapping(text: str) -> ItemsMapping:
    """Read where items are described.

    Raises:
        ValueError: with what is wrong.
    """
    tag, said = _said(text)
    call_number = said.pop(_CALL_NUMBER, "")
    defaults = {
        name.removeprefix(_DEFAULT): value
        for name, value in said.items()
        if name.startswith(_DEFAULT)
    }
    parts = {name: v for name, v in said.items() if not name.startswith(_DEFAULT)}
    mapping = ItemsMapping(tag, parts, call_number, defaults)
    if wrong := faults_of(mapping):
        raise ValueError("; ".join(wrong))
    return mapping


def _mapping(kind: type[M], text: str) -> M:
    tag, said = _said(text)
    known = {each.name for each in fields(kind)} - {"tag", *_FLAGS}
    if unknown := sorted(said.keys() - known):
        raise ValueError(f"no {unknown[0]}; allowed: {', '.join(sorted(known))}")
    values: dict[str, Any] = {"tag": tag, **said}
    return kind(**values)


def _said(text: str) -> tuple[str, dict[str, str]]:
    tag, *pairs = text.split() or [""]
    if len(tag) != _TAG_LENGTH or not tag.isalnum():
        raise ValueError("expected a tag first, such as 949 barcode=i")
    said: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise ValueError(f"expected name=subfields, not {pair}")
        said[name] = value
    return tag, said
