"""Items: shown with the call number of their holding and the heading of their bib."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, and_, select

from almandine.records.bib import Heading
from almandine.records.item import Item
from almandine.store.records.scope import Scope
from almandine.store.tables.records import bib, holding, item
from almandine.store.words import lines_of

_OWN: Final = (
    "pid",
    "holding_id",
    "mms_id",
    "barcode",
    "library",
    "location",
    "temp_library",
    "temp_location",
    "material_type",
    "item_policy",
    "base_status",
    "process_type",
    "description",
    "po_line",
)
"""Columns that are fields of an item, and its first ones."""

_READING: Final = (
    select(
        *(item.c[name] for name in _OWN),
        item.c.details,
        item.c.created_at,
        item.c.modified_at,
        holding.c.call_number,
        bib.c.title,
        bib.c.author,
        bib.c.isbn,
        bib.c.issn,
    )
    .select_from(item)
    .outerjoin(
        holding,
        and_(
            holding.c.institution == item.c.institution,
            holding.c.holding_id == item.c.holding_id,
        ),
    )
    .outerjoin(
        bib,
        and_(bib.c.institution == item.c.institution, bib.c.mms_id == item.c.mms_id),
    )
)


def read_items(scope: Scope, ids: Sequence[str], *, locked: bool = False) -> list[Item]:
    """Return the items in any order; missing ones left out."""
    return [_item(row) for row in scope.rows(_READING, item.c.pid, ids, locked=locked)]


def items_of(scope: Scope, mms_ids: Sequence[str]) -> list[Item]:
    """Return the items of these bibs in any order."""
    return [_item(row) for row in scope.rows(_READING, item.c.mms_id, mms_ids)]


def write_items(scope: Scope, items: Sequence[Item]) -> None:
    """Store items, new or changed."""
    now = scope.now()
    scope.put(item, [_row(one, now) for one in items])


def _item(row: Row[*tuple[Any, ...]]) -> Item:
    *own, details, created_at, modified_at, call_number, title, author, isbn, issn = row
    return Item(
        *own,
        details=json.loads(details),
        created_at=created_at,
        modified_at=modified_at,
        call_number=call_number or "",
        heading=Heading(title or "", author or "", isbn or "", issn or ""),
    )


def _row(one: Item, now: datetime) -> dict[str, Any]:
    details = {name: value for name, value in one.details.items() if value}
    away = bool(one.temp_location)
    own_number = details.get("ALTERNATIVE_PHYSICAL_CALL_NUMBER", "")
    return {
        **{name: getattr(one, name) for name in _OWN},
        "current_library": one.temp_library if away else one.library,
        "current_location": one.temp_location if away else one.location,
        "description_words": lines_of([one.description]),
        "received": details.get("RECIEVED_DATE", ""),
        "call_number_words": lines_of([own_number]),
        "details": json.dumps(details, ensure_ascii=False, sort_keys=True),
        "created_at": one.created_at or now,
    }
