"""Holdings: bytes, and the place on the shelves that field 852 tells."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import select

from almandine.records.holding import Holding
from almandine.records.marc.holdings import whereabouts
from almandine.records.marc.keys import LONGEST
from almandine.store.records.scope import Scope, storable
from almandine.store.tables.records import holding
from almandine.store.words import lines_of

_READING: Final = select(
    holding.c.holding_id,
    holding.c.mms_id,
    holding.c.marc,
    holding.c.library,
    holding.c.location,
    holding.c.call_number_type,
    holding.c.call_number,
    holding.c.suppressed,
)


def read_holdings(
    scope: Scope, ids: Sequence[str], *, locked: bool = False
) -> list[Holding]:
    """Return the holdings in any order; missing ones left out."""
    rows = scope.rows(_READING, holding.c.holding_id, ids, locked=locked)
    return [Holding(*row) for row in rows]


def holdings_of(scope: Scope, mms_ids: Sequence[str]) -> list[Holding]:
    """Return the holdings of these bibs in any order."""
    return [Holding(*row) for row in scope.rows(_READING, holding.c.mms_id, mms_ids)]


def write_holdings(scope: Scope, holdings: Sequence[Holding]) -> None:
    """Store holdings, new or changed; where they stand follows their bytes."""
    scope.put(holding, [_row(located(one)) for one in holdings])


def located(one: Holding) -> Holding:
    """Return the holding as its 852 says; as it is when there is none."""
    if not one.marc:
        return one
    place = whereabouts(one.marc)
    if not (place.library or place.location or place.call_number):
        return one
    return replace(
        one,
        # Such codes are none, and too long for an index.
        library=storable(place.library)[:LONGEST],
        location=storable(place.location)[:LONGEST],
        call_number_type=storable(place.call_number_type),
        call_number=storable(place.call_number),
    )


def _row(one: Holding) -> dict[str, Any]:
    return {
        "holding_id": one.holding_id,
        "mms_id": one.mms_id,
        "library": one.library,
        "location": one.location,
        "call_number_type": one.call_number_type,
        "call_number": one.call_number,
        "call_number_words": lines_of([one.call_number]),
        "suppressed": one.suppressed,
        "marc": one.marc,
    }
