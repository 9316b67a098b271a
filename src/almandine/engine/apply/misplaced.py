"""Find keys and words that a configuration file does not know.

msgspec stops at the first mistake and does not say what would be right; a
librarian wants all of them, each with what is allowed.
"""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from msgspec import Struct

from almandine.engine.apply.problems import Problem
from almandine.engine.endpoint import KIND


def misplaced(value: object, shape: Any, place: str = "") -> Iterator[Problem]:  # noqa: ANN401 - a type hint
    """Yield the unknown keys, and the words that are none of those a key takes."""
    if get_origin(shape) in (Union, UnionType):
        kinds = {_tag(each): each for each in get_args(shape) if _is_table(each)}
        if kinds and isinstance(value, dict):
            yield from _in_kind(cast("dict[str, object]", value), kinds, place)
            return
        shape = get_args(shape)[0]
    if get_origin(shape) is Literal:
        yield from _unknown_word(value, get_args(shape), place)
    elif get_origin(shape) is tuple and isinstance(value, list):
        for number, each in enumerate(cast("list[object]", value), start=1):
            yield from misplaced(each, get_args(shape)[0], f"{place}[{number}]")
    elif _is_table(shape) and isinstance(value, dict):
        yield from _in_table(cast("dict[str, object]", value), shape, place)


def _is_table(shape: Any) -> bool:  # noqa: ANN401 - a type hint
    return isinstance(shape, type) and issubclass(shape, Struct)


def _tag(shape: type[Struct]) -> str:
    """Return the word by which a kind of table is told from others."""
    return str(shape.__struct_config__.tag)


def _in_kind(
    table: dict[str, object], kinds: Mapping[str, type[Struct]], place: str
) -> Iterator[Problem]:
    if KIND not in table:
        yield Problem(place, f"{KIND} is missing; allowed: {', '.join(kinds)}")
        return
    kind = str(table[KIND])
    if kind in kinds:
        yield from _in_table(table, kinds[kind], place)
    else:
        yield from _unknown_word(kind, tuple(kinds), f"{place}.{KIND}")


def _in_table(
    table: dict[str, object], shape: type[Struct], place: str
) -> Iterator[Problem]:
    tagged = {KIND: str} if shape.__struct_config__.tag_field else {}
    known = {**tagged, **get_type_hints(shape)}
    for key, value in table.items():
        below = f"{place}.{key}" if place else key
        if key in known:
            yield from misplaced(value, known[key], below)
        else:
            yield Problem(below, f"unknown key; allowed: {', '.join(known)}")


def _unknown_word(
    value: object, allowed: tuple[str, ...], place: str
) -> Iterator[Problem]:
    if value not in allowed:
        yield Problem(place, f"{value!r} is unknown; allowed: {', '.join(allowed)}")
