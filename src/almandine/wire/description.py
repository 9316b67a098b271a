"""One description of each wire object, from which XML and JSON both follow.

To add an object, write a `WireObject`; nothing else. Fields stand in the order
of the vendor's schema, which is the order of elements in XML.

    class Counter(WireObject, frozen=True):
        type: Coded | None = None
        value: str | None = None

A field is absent when it is `None` or `()`: no wire object has a mandatory
field, because what must be there is for the use case to say, with its code.

- A plain field is an element, and a member of the JSON object.
- `Annotated[…, ATTRIBUTE]` is an attribute in XML.
- `Annotated[…, TEXT]` is the text of the element in XML.
- A tuple is a list; `Annotated[tuple[…], Wrapped("alerts")]` has a wrapper in XML.

The root element is the class name in snake case. Source: CONTRACT 2.1.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache
from types import NoneType
from typing import Annotated, Any, ClassVar, Final, get_args, get_origin, get_type_hints

import msgspec

from almandine.wire.scalars import SCALARS, Scalar
from almandine.wire.tree import Leaf, Tree, UnreadableError, unexpected


class WireObject(msgspec.Struct, frozen=True):
    """An object that stands on the wire; its fields are its description."""

    namespace: ClassVar[str | None] = None
    """The default namespace of the document in XML."""

    roots: ClassVar[tuple[str, ...]] = ()
    """Root elements, when not the class name: the one written, then others read."""


class Place(Enum):
    """Where XML puts a member."""

    ATTRIBUTE = auto()
    TEXT = auto()
    ELEMENT = auto()


ATTRIBUTE: Final = Place.ATTRIBUTE
TEXT: Final = Place.TEXT


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Puts a list into an element of this name, in XML only."""

    name: str


@dataclass(frozen=True, slots=True)
class Property:
    """One member of a wire object."""

    field: str
    name: str
    place: Place
    wrapper: str | None
    many: bool
    content: "Scalar | Description"

    def show(self, value: Any) -> Tree:  # noqa: ANN401 - any field's value
        """Return the member's tree."""
        if self.many:
            return [self.content.show(item) for item in value]
        return self.content.show(value)

    def read(self, tree: Tree) -> object:
        """Return the field's value; raise UnreadableError for a tree that misfits."""
        return self._read_list(tree) if self.many else self.content.read(tree)

    def _read_list(self, tree: Tree) -> tuple[object, ...]:
        if not isinstance(tree, list):
            raise unexpected("a list", tree)
        return tuple(
            self._read_item(position, item)
            for position, item in enumerate(tree)
            if item is not None
        )

    def _read_item(self, position: int, item: Tree) -> object:
        try:
            return self.content.read(item)
        except UnreadableError as error:
            raise error.inside(f"[{position}]") from None


@dataclass(frozen=True, slots=True)
class Description:
    """How the objects of one class stand on the wire."""

    kind: type[WireObject]
    roots: tuple[str, ...]
    properties: tuple[Property, ...]
    attributes: tuple[Property, ...]
    text: Property | None
    children: tuple[Property, ...]
    by_name: Mapping[str, Property]
    by_element: Mapping[str, Property]

    def show(self, value: WireObject) -> dict[str, Tree]:
        """Return the object's tree, without what is absent."""
        tree: dict[str, Tree] = {}
        for member in self.properties:
            held: object = getattr(value, member.field)
            if held is not None and held != ():
                tree[member.name] = member.show(held)
        return tree

    def read(self, tree: Tree) -> WireObject:
        """Return the object of a tree; raise UnreadableError for one that misfits.

        Unknown members are ignored, and `null` is absence.
        """
        members = tree if isinstance(tree, dict) else self._lone_text(tree)
        fields: dict[str, object] = {}
        for name, content in members.items():
            member = self.by_name.get(name)
            if member is None or content is None:
                continue
            try:
                fields[member.field] = member.read(content)
            except UnreadableError as error:
                raise error.inside(name) from None
        return self.kind(**fields)

    def _lone_text(self, tree: Tree) -> dict[str, Tree]:
        """Clients write `"name": "set_id"` for `"name": {"value": "set_id"}`."""
        if self.text is None or not isinstance(tree, Leaf):
            raise unexpected("an object", tree)
        return {self.text.name: tree}


@cache
def describe(kind: type[WireObject]) -> Description:
    """Return the description of a class, worked out once."""
    hints = get_type_hints(kind, include_extras=True)
    properties = tuple(
        _property(field.name, field.encode_name, hints[field.name])
        for field in msgspec.structs.fields(kind)
    )
    children = tuple(p for p in properties if p.place is Place.ELEMENT)
    return Description(
        kind=kind,
        roots=kind.roots or (re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(),),
        properties=properties,
        attributes=tuple(p for p in properties if p.place is ATTRIBUTE),
        text=next((p for p in properties if p.place is TEXT), None),
        children=children,
        by_name={p.name: p for p in properties},
        by_element={p.wrapper or p.name: p for p in children},
    )


def _property(field: str, name: str, hint: object) -> Property:
    marks: tuple[object, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *rest = get_args(hint)
        marks = tuple(rest)
    many = get_origin(hint) is tuple
    content, *_ = [arg for arg in get_args(hint) if arg is not NoneType] or [hint]
    return Property(
        field=field,
        name=name,
        place=next((m for m in marks if isinstance(m, Place)), Place.ELEMENT),
        wrapper=next((m.name for m in marks if isinstance(m, Wrapped)), None),
        many=many,
        content=describe(content) if content not in SCALARS else SCALARS[content],
    )
