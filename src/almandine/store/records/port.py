"""The port through which the engine reads and writes records."""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from sqlalchemy import Connection

from almandine.records.kind import Kind
from almandine.store.records.authorities import read_authorities, write_authorities
from almandine.store.records.bibs import prepare_bibs, read_bibs, write_bibs
from almandine.store.records.holdings import holdings_of, read_holdings, write_holdings
from almandine.store.records.items import items_of, read_items, write_items
from almandine.store.records.portfolios import (
    portfolios_of,
    read_portfolios,
    write_portfolios,
)
from almandine.store.records.prepared import UNPREPARED, Prepared
from almandine.store.records.requests import (
    read_requests,
    unsent_requests,
    write_requests,
)
from almandine.store.records.scope import Scope
from almandine.store.records.users import read_users, write_users


class _Read(Protocol):
    def __call__(
        self, scope: Scope, ids: Sequence[str], *, locked: bool
    ) -> Sequence[Any]: ...


@dataclass(frozen=True, slots=True)
class _Access:
    """How records of a kind are read and written."""

    read: _Read
    write: Callable[[Scope, Sequence[Any]], None]


_ACCESS: Final[Mapping[Kind, _Access]] = {
    Kind.BIB: _Access(read_bibs, write_bibs),
    Kind.AUTHORITY: _Access(read_authorities, write_authorities),
    Kind.HOLDING: _Access(read_holdings, write_holdings),
    Kind.ITEM: _Access(read_items, write_items),
    Kind.PORTFOLIO: _Access(read_portfolios, write_portfolios),
    Kind.USER: _Access(read_users, write_users),
    Kind.REQUEST: _Access(read_requests, write_requests),
}


class SqlRecords:
    """The records of an institution in one transaction."""

    def __init__(
        self, connection: Connection, institution: str, now: Callable[[], datetime]
    ) -> None:
        self._scope = Scope(connection, institution, now)

    def read(
        self, kind: Kind, record_ids: Sequence[str], *, locked: bool = False
    ) -> Sequence[Any]:
        """Return the records with these ids, in this order; missing ones left out."""
        found = _ACCESS[kind].read(self._scope, record_ids, locked=locked)
        by_id = {record.record_id: record for record in found}
        return [by_id[one] for one in record_ids if one in by_id]

    def hold(self, kind: Kind, records: Sequence[Any]) -> bool:
        """Lock records that were read before; tell whether they are what they were."""
        ids = [record.record_id for record in records]
        if self.read(kind, ids, locked=True) != records:
            return False
        if kind is Kind.BIB:
            # These may remember their fields by now.
            self._scope.held.update(zip(ids, records, strict=True))
        return True

    def of_bibs(self, kind: Kind, mms_ids: Sequence[str]) -> Sequence[Any]:
        """Return the holdings, items or portfolios of these bibs, by id.

        Raises:
            KeyError: for records of another kind.
        """
        found = _BESIDE[kind](self._scope, mms_ids)
        return sorted(found, key=lambda record: record.record_id)

    def prepare(
        self, kind: Kind, changes: Sequence[tuple[Any, Any]], new: Sequence[Any] = ()
    ) -> Prepared:
        """Do beforehand what can be done of storing changed and new records."""
        if kind is not Kind.BIB:
            return UNPREPARED
        return prepare_bibs(self._scope, changes, new)

    def write(
        self,
        kind: Kind,
        records: Sequence[Any],
        prepared: Prepared = UNPREPARED,
    ) -> None:
        """Store records, new or changed, with the columns and keys derived of them."""
        if kind is Kind.BIB:
            write_bibs(self._scope, records, prepared)
        else:
            _ACCESS[kind].write(self._scope, records)

    def pending(self, kind: Kind, profile_id: str) -> Generator[Sequence[str]]:
        """Yield ids, in batches, of what waits to be sent for the profile.

        Raises:
            KeyError: when nothing of this kind is ever sent.
        """
        return _PENDING[kind](self._scope, profile_id)


_PENDING: Final = {Kind.REQUEST: unsent_requests}
_BESIDE: Final = {
    Kind.HOLDING: holdings_of,
    Kind.ITEM: items_of,
    Kind.PORTFOLIO: portfolios_of,
}
