"""Holdings and items, as the fields of a bib describe them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from almandine.records.holding import Holding
from almandine.records.inventory.details import Details, details
from almandine.records.inventory.mapping import (
    ITEM_COLUMNS,
    HoldingsMapping,
    ItemsMapping,
)
from almandine.records.marc.fields import Field, Record, plain
from almandine.records.marc.keys import LONGEST

_ROOM: Final = 9_900
"""Bytes that a shelf has in its 852, of the 9,999 of a field."""
_TOO_LONG: Final = f"{{}} of more than {LONGEST} characters"


class Shelf(NamedTuple):
    """Where copies stand."""

    library: str
    location: str
    call_number_type: str = ""
    call_number: str = ""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item without id."""

    columns: Mapping[str, str]
    """By the names of `ITEM_COLUMNS`; library and location always there."""
    details: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HoldingDraft:
    """A holdings record without id, with its items."""

    shelf: Shelf
    items: tuple[ItemDraft, ...] = ()
    there: Holding | None = None
    """The one that the library has already, for its items."""


@dataclass(frozen=True, slots=True)
class Physical:
    """What a bib says, and what of it could not be used."""

    holdings: Sequence[HoldingDraft]
    problems: Sequence[str]
    """For the report: a field, and what is wrong with it."""


def physical(
    raw: bytes, shelves: HoldingsMapping | None, copies: ItemsMapping | None
) -> Physical:
    """Make drafts of a sound record's holdings and items, in the order of its fields.

    The same shelf twice is one holdings record. An item goes to the first holdings
    record of its library and location, and makes one where there is none; without a
    location of its own it goes to the first of all. A field that names no library and
    location, or a day that is none, is passed over and told.
    """
    record = Record(raw)
    problems: list[str] = []
    found: dict[Shelf, list[ItemDraft]] = {}
    if shelves:
        for field in record.fields(shelves.tag):
            shelf = _shelf(field, shelves)
            if _is_complete(shelf, field, problems):
                found.setdefault(shelf, [])
    if copies:
        for field in record.fields(copies.tag):
            _add_item(field, copies, found, problems)
    made = [HoldingDraft(shelf, tuple(items)) for shelf, items in found.items()]
    return Physical(made, problems)


def _shelf(field: Field, mapping: HoldingsMapping) -> Shelf:
    kind = mapping.call_number_type
    return Shelf(
        _text(field, mapping.library) or mapping.default_library,
        _text(field, mapping.location) or mapping.default_location,
        plain(field.indicators[0] if kind is None else kind),
        _text(field, mapping.call_number),
    )


def _add_item(
    field: Field,
    mapping: ItemsMapping,
    found: dict[Shelf, list[ItemDraft]],
    problems: list[str],
) -> None:
    parts = {
        name: text
        for name in dict.fromkeys((*mapping.parts, *mapping.defaults))
        if (text := _part(field, mapping, name))
    }
    own = details(parts)
    is_too_long = len(parts.get("barcode", "")) > LONGEST
    if problem := own.problem or (_TOO_LONG.format("barcode") if is_too_long else ""):
        problems.append(f"{field.tag}: {problem}")
        return
    place = (parts.get("library", ""), parts.get("location", ""))
    shelf = _shelf_of(place, found) or Shelf(
        *place, call_number=_text(field, mapping.call_number)
    )
    if _is_complete(shelf, field, problems):
        found.setdefault(shelf, []).append(_item(parts, own, shelf))


def _part(field: Field, mapping: ItemsMapping, name: str) -> str:
    return _text(field, mapping.parts.get(name, "")) or mapping.defaults.get(name, "")


def _shelf_of(place: tuple[str, str], found: Iterable[Shelf]) -> Shelf | None:
    """Return the first shelf at a place; a part that is not told is any."""
    library, location = place
    return next(
        (
            shelf
            for shelf in found
            if library in {"", shelf.library} and location in {"", shelf.location}
        ),
        None,
    )


def _item(parts: Mapping[str, str], own: Details, shelf: Shelf) -> ItemDraft:
    columns = {name: parts[name] for name in ITEM_COLUMNS if name in parts}
    place = {"library": shelf.library, "location": shelf.location}
    return ItemDraft({**columns, **place}, own.values)


def _is_complete(shelf: Shelf, field: Field, problems: list[str]) -> bool:
    if not (shelf.library and shelf.location):
        missing = "location" if shelf.library else "library"
        problems.append(f"{field.tag}: no {missing}")
        return False
    if max(len(shelf.library), len(shelf.location)) > LONGEST:
        problems.append(f"{field.tag}: {_TOO_LONG.format('library or location')}")
        return False
    if len("".join(shelf).encode()) > _ROOM:
        problems.append(f"{field.tag}: too long for a holdings record")
        return False
    return True


def _text(field: Field, codes: str) -> str:
    return " ".join(field.texts(codes)) if codes else ""
