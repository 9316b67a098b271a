"""Whatever an object holds, both spellings say the same and read back the same."""

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from almandine.wire import hardened, json, xml
from almandine.wire.description import (
    Description,
    Place,
    Property,
    WireObject,
    describe,
)
from almandine.wire.scalars import SCALARS, Scalar, spell
from almandine.wire.tree import Leaf, Tree
from wire.objects import every_object

_LETTERS = st.characters(
    codec="utf-8",
    exclude_categories=("Cs",),
    exclude_characters="".join(
        chr(code) for code in {*range(0x20), 0xFFFE, 0xFFFF} - {0x09, 0x0A, 0x0D}
    ),
)


def _to_milliseconds(instant: datetime) -> datetime:
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


_SCALARS: dict[type, st.SearchStrategy[Any]] = {
    str: st.text(_LETTERS, max_size=12),
    int: st.integers(0, 2**31 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    datetime: st.datetimes(timezones=st.just(UTC)).map(_to_milliseconds),
    date: st.dates(),
}


def _contents(content: Scalar | Description) -> st.SearchStrategy[Any]:
    if isinstance(content, Description):
        return values(content.kind)
    return next(_SCALARS[kind] for kind in SCALARS if SCALARS[kind] is content)


def _members(member: Property) -> st.SearchStrategy[Any]:
    content = _contents(member.content)
    if member.many:
        return st.lists(content, max_size=2).map(tuple)
    return content if member.place is Place.TEXT else st.none() | content


def values(kind: type[WireObject]) -> st.SearchStrategy[WireObject]:
    """Return a strategy for objects of a class, made from its description."""
    members = {m.field: _members(m) for m in describe(kind).properties}
    return st.builds(kind, **members)


def _leaves_of_tree(tree: Tree) -> list[str]:
    if isinstance(tree, dict):
        return [leaf for member in tree.values() for leaf in _leaves_of_tree(member)]
    if isinstance(tree, list):
        return [leaf for item in tree for leaf in _leaves_of_tree(item)]
    assert isinstance(tree, Leaf)
    return [spell(tree)]


def _leaves_of_element(element: hardened.Element) -> list[str]:
    below = [leaf for child in element for leaf in _leaves_of_element(child)]
    return [*element.attrib.values(), *below, element.text or ""]


def _said(leaves: list[str]) -> Counter[str]:
    return Counter(leaf for leaf in leaves if leaf)


OBJECTS = pytest.mark.parametrize("kind", every_object(), ids=lambda k: k.__name__)


@OBJECTS
@settings(max_examples=25)
@given(data=st.data())
def test_an_object_survives_xml(kind: type[WireObject], data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert xml.decode(kind, xml.encode(value)) == value


@OBJECTS
@settings(max_examples=25)
@given(data=st.data())
def test_an_object_survives_json(kind: type[WireObject], data: st.DataObject) -> None:
    value = data.draw(values(kind))
    assert json.decode(kind, json.encode(value)) == value


@OBJECTS
@settings(max_examples=25)
@given(data=st.data())
def test_both_spellings_carry_the_same_texts(
    kind: type[WireObject], data: st.DataObject
) -> None:
    value = data.draw(values(kind))
    in_xml = _leaves_of_element(hardened.parse(xml.encode(value)))
    in_json = _leaves_of_tree(msgspec.json.decode(json.encode(value)))
    assert _said(in_xml) == _said(in_json)


def test_every_object_is_found() -> None:
    names = {kind.__name__ for kind in every_object()}
    assert {"Job", "JobInstance", "Set", "CodeTable", "ErrorEntry"} <= names
