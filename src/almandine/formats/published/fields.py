"""Fields about what belongs to a bib, added to its record when it is published.

Each kind of thing that belongs to a bib goes to a field that the profile names. Fields
of the bib with that tag give way: receivers must not take a cataloguer's 852 for one of
a holding that is there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from almandine.engine.publishing.jobtype import Title
from almandine.records.holding import Holding
from almandine.records.item import Item
from almandine.records.marc.fields import Field, Record, data_field
from almandine.records.portfolio import Portfolio

_SHELF_CODES: Final = "bchijklm"


@dataclass(frozen=True, slots=True)
class Enrichment:
    """The tags of the fields that are added; empty ones are not."""

    holdings: str = ""
    items: str = ""
    portfolios: str = ""
    collections: str = ""


_NOT_AT_ALL: Final = Enrichment()


def added(title: Title, how: Enrichment) -> Sequence[tuple[str, Sequence[Field]]]:
    """Return the fields of each kind of thing that belongs to the title, by their tag.

    They replace all fields with that tag.
    """
    if how == _NOT_AT_ALL:
        return ()
    found = (
        (how.holdings, _of_holdings(title.holdings, how.holdings)),
        (how.items, _of_items(title.items, how.items)),
        (how.portfolios, _of_portfolios(title.portfolios, how.portfolios)),
        (how.collections, _of_collections(title.collections, how.collections)),
    )
    return [(tag, list(fields)) for tag, fields in found if tag]


def _of_holdings(holdings: Sequence[Holding], tag: str) -> Iterator[Field]:
    """Yield the shelf of each holding, with its id in $8."""
    for each in holdings:
        if each.suppressed:
            continue
        shelves = Record(each.marc).fields("852") if each.marc else []
        if shelves:
            found = shelves[0].in_unicode()
            told = [pair for pair in found.subfields if pair[0] in _SHELF_CODES]
            indicators = found.indicators
        else:
            told = _filled(
                ("b", each.library), ("c", each.location), ("h", each.call_number)
            )
            indicators = f"{each.call_number_type or ' '} "
        yield data_field(tag, indicators, [*told, ("8", each.holding_id)])


def _of_items(items: Sequence[Item], tag: str) -> Iterator[Field]:
    """Yield where each item is now, and how it can be asked for."""
    for each in items:
        library, location = each.place
        yield data_field(
            tag,
            "  ",
            _filled(
                ("a", each.pid),
                ("p", each.barcode),
                ("b", library),
                ("c", location),
                ("3", each.description),
                ("j", each.base_status),
                ("t", each.material_type),
                ("0", each.holding_id),
            ),
        )


def _of_portfolios(portfolios: Sequence[Portfolio], tag: str) -> Iterator[Field]:
    """Yield the address of each portfolio that can be used."""
    for each in portfolios:
        if each.available:
            told = _filled(
                ("u", each.url),
                ("3", each.collection),
                ("z", each.interface),
                ("8", each.pid),
            )
            yield data_field(tag, "40", told)


def _of_collections(names: Sequence[str], tag: str) -> Iterator[Field]:
    for name in names:
        yield data_field(tag, "  ", [("a", name)])


def _filled(*subfields: tuple[str, str]) -> list[tuple[str, str]]:
    return [(code, text) for code, text in subfields if text]
