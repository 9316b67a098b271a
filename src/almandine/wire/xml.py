"""The XML spelling of wire objects: attributes, text and wrappers.

Written as text from the description, because building elements first costs
more than the rest of the answer. Source: CONTRACT 2.1, rules 1 to 3 and 8.
"""

import re
from typing import Final, TypeVar, cast

from almandine.faults import MalformedBody, Refused
from almandine.wire import hardened
from almandine.wire.description import Description, Property, WireObject, describe
from almandine.wire.scalars import spell
from almandine.wire.tree import Leaf, Tree, UnreadableError

Kind = TypeVar("Kind", bound=WireObject)

PROLOG: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

# White space as references, or a reader would fold it: `\r` everywhere, the
# rest in attributes. What XML cannot hold at all becomes the replacement mark.
_REFERENCES: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    "\r": "&#13;",
    '"': "&quot;",
    "\n": "&#10;",
    "\t": "&#9;",
}
_UNFIT: Final = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_IN_TEXT: Final = re.compile(f"[&<>\r{_UNFIT}]")
_IN_ATTRIBUTE: Final = re.compile(f'[&<>"\r\n\t{_UNFIT}]')


def encode(value: WireObject) -> bytes:
    """Spell an object as a document in UTF-8."""
    description = describe(type(value))
    parts = [PROLOG]
    opening = description.roots[0]
    if value.namespace:
        opening = f'{opening} xmlns="{quote(value.namespace)}"'
    _write_object(parts, opening, description, description.show(value))
    return "".join(parts).encode()


def decode(kind: type[Kind], body: bytes) -> Kind:
    """Read an object; nothing at all is the object without members.

    Unknown elements and attributes are ignored, and so are namespaces.

    Raises:
        Refused: with `MalformedBody` when the body is not such a document.
    """
    description = describe(kind)
    try:
        tree = _read_document(body, description) if body.strip() else {}
        # The cast is true: the description makes objects of its own class.
        return cast("Kind", description.read(tree))
    except UnreadableError as error:
        raise Refused(MalformedBody("XML", str(error))) from error


def _write_object(
    parts: list[str], opening: str, description: Description, tree: dict[str, Tree]
) -> None:
    """Write one element; `opening` is its name and whatever follows it."""
    parts.append(f"<{opening}")
    parts.extend(
        f' {member.name}="{quote(_spelt(tree[member.name]))}"'
        for member in description.attributes
        if member.name in tree
    )
    parts.append(">")
    if description.text and description.text.name in tree:
        parts.append(escape(_spelt(tree[description.text.name])))
    for member in description.children:
        if member.name in tree:
            _write_member(parts, member, tree[member.name])
    parts.append(f"</{opening.partition(' ')[0]}>")


def _write_member(parts: list[str], member: Property, tree: Tree) -> None:
    if member.wrapper:
        parts.append(f"<{member.wrapper}>")
    for item in tree if isinstance(tree, list) else (tree,):
        _write_item(parts, member, item)
    if member.wrapper:
        parts.append(f"</{member.wrapper}>")


def _write_item(parts: list[str], member: Property, tree: Tree) -> None:
    content = member.content
    if isinstance(content, Description) and isinstance(tree, dict):
        _write_object(parts, member.name, content, tree)
    else:
        parts.append(f"<{member.name}>{escape(_spelt(tree))}</{member.name}>")


def _spelt(tree: Tree) -> str:
    return tree if isinstance(tree, str) else spell(cast("Leaf", tree))


def escape(text: str) -> str:
    """Return a text as it stands in an element."""
    return _IN_TEXT.sub(_reference, text)


def quote(text: str) -> str:
    """Return a text as it stands in an attribute, between double quotes."""
    return _IN_ATTRIBUTE.sub(_reference, text)


def _reference(character: re.Match[str]) -> str:
    return _REFERENCES.get(character[0], "\N{REPLACEMENT CHARACTER}")


def _read_document(body: bytes, description: Description) -> Tree:
    root = hardened.parse(body)
    name = hardened.local_name(root)
    if name not in description.roots:
        wanted = " or ".join(f"<{root}>" for root in description.roots)
        raise UnreadableError(f"expected {wanted}, found <{name[:40]}>")
    return _read_object(root, description)


def _read_object(element: hardened.Element, description: Description) -> Tree:
    hardened.check_attributes(element)
    tree: dict[str, Tree] = {
        member.name: element.get(member.name) for member in description.attributes
    }
    if description.text:
        tree[description.text.name] = element.text or ""
    for child in element:
        member = description.by_element.get(hardened.local_name(child))
        if member is not None:
            _read_member(tree, child, member)
    return tree


def _read_member(
    tree: dict[str, Tree], child: hardened.Element, member: Property
) -> None:
    if not member.many:
        tree[member.name] = _read_content(child, member)
        return
    items = [child]
    if member.wrapper:
        items = [item for item in child if hardened.local_name(item) == member.name]
    held = cast("list[Tree]", tree.setdefault(member.name, []))
    held.extend(_read_content(item, member) for item in items)


def _read_content(element: hardened.Element, member: Property) -> Tree:
    if isinstance(member.content, Description):
        return _read_object(element, member.content)
    return element.text or ""
