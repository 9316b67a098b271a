"""Requests, with their items, and which of them a remote storage has to hear of."""

from collections.abc import Generator, Sequence
from typing import Any, Final

from sqlalchemy import Row, and_, select

from almandine.records.item import Item
from almandine.records.request import Request
from almandine.store.records.items import read_items
from almandine.store.records.scope import Scope
from almandine.store.tables.configuration import location, remote_storage
from almandine.store.tables.records import item, request

BATCH: Final = 1_000

_READING: Final = select(
    request.c.request_id,
    request.c.request_type,
    request.c.pid,
    request.c.user_id,
    request.c.pickup_library,
    request.c.pickup_desk,
    request.c.placed_at,
    request.c.note,
    request.c.sent_at,
    request.c.sent_by,
)


def read_requests(
    scope: Scope, ids: Sequence[str], *, locked: bool = False
) -> list[Request]:
    """Return the requests in any order; those without an item left out."""
    rows = scope.rows(_READING, request.c.request_id, ids, locked=locked)
    items = {one.pid: one for one in read_items(scope, [row.pid for row in rows])}
    return [_request(row, items[row.pid]) for row in rows if row.pid in items]


def write_requests(scope: Scope, requests: Sequence[Request]) -> None:
    """Store requests, new or changed; their items stay as they are."""
    scope.put(request, [_row(one) for one in requests])


def unsent_requests(scope: Scope, profile_id: str) -> Generator[Sequence[str]]:
    """Yield ids, in batches, of what the profile's remote storage must be told.

    In the order of the ids, which is the order in which requests were placed here.
    """
    last = ""
    while batch := _next_unsent(scope, profile_id, last):
        yield batch
        last = batch[-1]


def _next_unsent(scope: Scope, profile_id: str, after: str) -> Sequence[str]:
    same_item = and_(
        item.c.institution == request.c.institution, item.c.pid == request.c.pid
    )
    where_it_is = and_(
        location.c.institution == item.c.institution,
        location.c.library == item.c.current_library,
        location.c.code == item.c.current_location,
    )
    its_storage = and_(
        remote_storage.c.institution == location.c.institution,
        remote_storage.c.code == location.c.remote_storage,
    )
    statement = (
        select(request.c.request_id)
        .join(item, same_item)
        .join(location, where_it_is)
        .join(remote_storage, its_storage)
        .where(
            request.c.institution == scope.institution,
            request.c.sent_at.is_(None),
            request.c.request_id > after,
            remote_storage.c.profile_id == profile_id,
        )
        .order_by(request.c.request_id)
        .limit(BATCH)
    )
    return scope.connection.execute(statement).scalars().all()


def _request(row: Row[*tuple[Any, ...]], one: Item) -> Request:
    request_id, request_type, _, *rest = row
    return Request(request_id, request_type, one, *rest)


def _row(one: Request) -> dict[str, Any]:
    return {
        "request_id": one.request_id,
        "request_type": one.request_type,
        "pid": one.item.pid,
        "user_id": one.user_id,
        "pickup_library": one.pickup_library,
        "pickup_desk": one.pickup_desk,
        "placed_at": one.placed_at,
        "note": one.note,
        "sent_at": one.sent_at,
        "sent_by": one.sent_by,
    }
