"""Pages of runs, newest first, each found by a key and never by counting rows off."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    literal,
    select,
    tuple_,
)

from almandine.engine.ports import RunFilter
from almandine.engine.run import UNFINISHED
from almandine.store.among import among, ids_for
from almandine.store.history.counts import (
    begin_of,
    count_ended,
    end_of,
    ended_by_day,
)
from almandine.store.history.stretches import Place, Stretch, find_place
from almandine.store.history.unfinished import Key, unfinished_keys
from almandine.store.tables.runs import run

_KEY: Final = (run.c.submitted_at, run.c.run_id)
_NEWEST_FIRST: Final = tuple(column.desc() for column in _KEY)
_ENDED: Final = run.c.ended_at.is_not(None)


class History:
    """The runs of an institution that fit a filter, newest first."""

    def __init__(
        self, connection: Connection, institution: str, which: RunFilter
    ) -> None:
        self._connection = connection
        self._institution = institution
        self._which = which
        self._begin, self._end = begin_of(which), end_of(which)
        self._unfinished = unfinished_keys(connection, institution, which)

    def total(self) -> int:
        """Return how many there are."""
        ended = count_ended(self._connection, self._institution, self._which)
        return ended + len(self._unfinished)

    def after(self, key: Key | None, limit: int) -> Sequence[RowMapping]:
        """Return the newest runs, or the newest that are older than the key."""
        if self._which.status in UNFINISHED:
            older = [each for each in self._unfinished if key is None or each < key]
            return self._found(older[:limit])
        if key is None or (self._end is not None and key[0] >= self._end):
            return self._page(_before(self._end), limit)
        return self._page([_older_than(key)], limit)

    def from_offset(self, offset: int, limit: int) -> Sequence[RowMapping]:
        """Return the runs that come after so many newer ones."""
        if self._which.status in UNFINISHED:
            return self._found(self._unfinished[offset : offset + limit])
        if offset == 0:
            return self.after(None, limit)
        counted = ended_by_day(self._connection, self._institution, self._which)
        oldest_first = [at for at, _ in reversed(self._unfinished)]
        place = find_place(counted, oldest_first, offset)
        return [] if place is None else self._page(self._reached(place), limit)

    def _found(self, keys: Sequence[Key]) -> Sequence[RowMapping]:
        """Return the runs with these keys."""
        of_ids = among(run.c.run_id, self._connection.dialect.name)
        query = select(run).where(run.c.institution == self._institution, of_ids)
        bound = ids_for(self._connection, [run_id for _, run_id in keys])
        found = self._connection.execute(query, bound).mappings()
        by_id = {row["run_id"]: row for row in found}
        return [by_id[run_id] for _, run_id in keys]

    def _reached(self, place: Place) -> Sequence[ColumnElement[bool]]:
        """Return what holds for the runs from the place on.

        The stretch is walked from its nearer end, along an index, so that half of
        its runs at most are passed by.
        """
        stretch, skip = place.stretch, place.skip
        if skip == 0:
            return _before(stretch.until)
        left = stretch.runs - skip
        if left < skip:
            return [_not_newer_than(self._nth_oldest(stretch, left))]
        return [_older_than(self._nth_newest(stretch, skip))]

    def _nth_newest(self, stretch: Stretch, number: int) -> Key:
        passed = self._keys_in(stretch).order_by(*_NEWEST_FIRST).limit(number)
        keys = passed.subquery().c
        last = select(*keys).order_by(*keys).limit(1)
        return self._key(last)

    def _nth_oldest(self, stretch: Stretch, number: int) -> Key:
        passed = self._keys_in(stretch).order_by(*_KEY).limit(number)
        keys = passed.subquery().c
        last = select(*keys).order_by(*(each.desc() for each in keys)).limit(1)
        return self._key(last)

    def _keys_in(self, stretch: Stretch) -> Select[datetime, str]:
        begin, end = stretch.since or self._begin, stretch.until or self._end
        return select(*_KEY).where(*self._fitting(), *_since(begin), *_before(end))

    def _key(self, query: Select[Any]) -> Key:
        submitted_at, run_id = tuple(self._connection.execute(query).one())
        return submitted_at, run_id

    def _page(
        self, reached: Sequence[ColumnElement[bool]], limit: int
    ) -> Sequence[RowMapping]:
        where = (*self._fitting(), *_since(self._begin), *reached)
        query = select(run).where(*where).order_by(*_NEWEST_FIRST).limit(limit)
        return self._connection.execute(query).mappings().all()

    def _fitting(self) -> Sequence[ColumnElement[bool]]:
        """Return what holds for all runs that fit, but for when they were submitted.

        Of time, each query names one bound at either end: of two, a database may
        take the looser one for the index, and walk to the other.
        """
        which = self._which
        conditions = [run.c.institution == self._institution]
        if which.job_id is not None:
            conditions.append(run.c.job_id == which.job_id)
        if which.status is not None:
            conditions += [_ENDED, run.c.status == which.status]
        return conditions


def _older_than(key: Key) -> ColumnElement[bool]:
    return tuple_(*_KEY) < _spelled(key)


def _not_newer_than(key: Key) -> ColumnElement[bool]:
    return tuple_(*_KEY) <= _spelled(key)


def _spelled(key: Key) -> ColumnElement[Any]:
    pairs = zip(key, _KEY, strict=True)
    return tuple_(*(literal(value, column.type) for value, column in pairs))


def _since(begin: datetime | None) -> Sequence[ColumnElement[bool]]:
    return [] if begin is None else [run.c.submitted_at >= begin]


def _before(end: datetime | None) -> Sequence[ColumnElement[bool]]:
    return [] if end is None else [run.c.submitted_at < end]
