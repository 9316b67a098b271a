"""What happened to the records of runs.

Events are counted by range as they are written, so that a page of millions knows
its total and the ranges that it lies in; within a range it is found by key.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Executable,
    Row,
    Select,
    Table,
    delete,
    func,
    select,
)

from almandine.engine.run import Event
from almandine.store.bulk import insert_rows
from almandine.store.tables.runs import event_count, run_event
from almandine.store.upsert import insert_into

_IN_ORDER: Final = (run_event.c.range_no, run_event.c.event_no)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Ranges that hold a page of events, and where in the first of them it begins."""

    ranges: Sequence[int]
    skip: int


class SqlEvents:
    """Implements `engine.ports.Events`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def add(self, run_id: str, range_no: int, events: Iterable[Event]) -> None:
        """Append to the events of a range, in order."""
        told = list(events)
        if not told:
            return
        key = {
            "institution": self._institution,
            "run_id": run_id,
            "range_no": range_no,
        }
        rows = [
            {
                "record_id": event.record_id,
                "outcome": event.outcome,
                "message": event.message,
            }
            for event in told
        ]
        insert_rows(self._connection, run_event, rows, key)
        counted = Counter(event.outcome for event in told)
        self._connection.execute(
            _count(self._connection.dialect.name),
            [{**key, "outcome": each, "events": n} for each, n in counted.items()],
        )

    def drop(self, run_id: str, range_no: int) -> None:
        """Forget the events of a range that is going to be done again."""
        counts = delete(event_count).where(
            *self._of(event_count, run_id), event_count.c.range_no == range_no
        )
        dropped = counts.returning(event_count.c.outcome)
        outcomes = self._connection.execute(dropped).scalars().all()
        if outcomes:
            there = self._in(run_id, outcomes, [range_no])
            self._connection.execute(delete(run_event).where(*there))

    def failed_ids(self, run_id: str) -> Sequence[str]:
        """Return the ids of the records that failed."""
        failed = run_event.c.outcome == "failed"
        query = select(run_event.c.record_id).where(
            *self._of(run_event, run_id), failed
        )
        return self._connection.execute(query).scalars().all()

    def page(
        self, run_id: str, *, outcome: str | None, limit: int, offset: int
    ) -> tuple[Sequence[Event], int]:
        """Return events in order, and how many there are in all."""
        counts = self._counts(run_id, outcome)
        total = sum(count.events for count in counts)
        if not limit or offset >= total:
            return [], total
        outcomes = sorted({count.outcome for count in counts})
        stretch = _stretch(counts, offset, limit)
        chosen = self._chosen(run_id, outcomes, stretch).limit(limit)
        page = (
            select(run_event.c.record_id, run_event.c.outcome, run_event.c.message)
            .where(run_event.c.event_no.in_(chosen))
            .order_by(*_IN_ORDER)
        )
        return [Event(*row) for row in self._connection.execute(page)], total

    def _counts(self, run_id: str, outcome: str | None) -> Sequence[Row[int, str, int]]:
        """Return how many events there are, range by range."""
        columns = (event_count.c.range_no, event_count.c.outcome, event_count.c.events)
        query = select(*columns).where(*self._of(event_count, run_id))
        if outcome is not None:
            query = query.where(event_count.c.outcome == outcome)
        return self._connection.execute(query.order_by(event_count.c.range_no)).all()

    def _chosen(
        self, run_id: str, outcomes: Sequence[str], stretch: _Stretch
    ) -> Select[int]:
        """Return the query for the keys from the beginning of the page on."""
        there = self._in(run_id, outcomes, stretch.ranges)
        chosen = select(run_event.c.event_no).where(*there).order_by(*_IN_ORDER)
        if not stretch.skip:
            return chosen
        first = stretch.ranges[0]
        passed = (
            select(run_event.c.event_no)
            .where(*self._in(run_id, outcomes, [first]))
            .order_by(run_event.c.event_no)
            .limit(stretch.skip)
            .subquery()
        )
        last = select(func.max(passed.c.event_no)).scalar_subquery()
        later = run_event.c.range_no > first
        return chosen.where(later | (run_event.c.event_no > last))

    def _in(
        self, run_id: str, outcomes: Sequence[str], ranges: Sequence[int]
    ) -> Sequence[ColumnElement[bool]]:
        """Return what holds for events of ranges; all of it is in one index."""
        return [
            *self._of(run_event, run_id),
            run_event.c.outcome.in_(outcomes),
            run_event.c.range_no.in_(ranges),
        ]

    def _of(self, table: Table, run_id: str) -> Sequence[ColumnElement[bool]]:
        return [table.c.institution == self._institution, table.c.run_id == run_id]


@cache
def _count(dialect: str) -> Executable:
    new = insert_into(event_count, dialect)
    return new.on_conflict_do_update(
        index_elements=list(event_count.primary_key.columns),
        set_={"events": event_count.c.events + new.excluded.events},
    )


def _stretch(counts: Iterable[Row[int, str, int]], offset: int, limit: int) -> _Stretch:
    """Return where the events from `offset` on are; there is at least one."""
    by_range: Counter[int] = Counter()
    for count in counts:
        by_range[count.range_no] += count.events
    ranges: list[int] = []
    skip, passed = 0, 0
    for range_no, events in by_range.items():
        if passed + events > offset and passed < offset + limit:
            skip = skip if ranges else offset - passed
            ranges.append(range_no)
        passed += events
    return _Stretch(ranges, skip)
