"""What happened to the records of runs."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, select

from almandine.engine.run import Event
from almandine.store.bulk import insert_rows
from almandine.store.tables.runs import run_event


class SqlEvents:
    """Implements `engine.ports.Events`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def add(self, run_id: str, range_no: int, events: Iterable[Event]) -> None:
        """Append to the events of a range, in order."""
        rows = [
            {
                "institution": self._institution,
                "run_id": run_id,
                "range_no": range_no,
                "record_id": event.record_id,
                "outcome": event.outcome,
                "message": event.message,
            }
            for event in events
        ]
        insert_rows(self._connection, run_event, rows)

    def drop(self, run_id: str, range_no: int) -> None:
        """Forget the events of a range that is going to be done again."""
        of_range = run_event.c.range_no == range_no
        self._connection.execute(delete(run_event).where(*self._of(run_id), of_range))

    def failed_ids(self, run_id: str) -> Sequence[str]:
        """Return the ids of the records that failed."""
        failed = run_event.c.outcome == "failed"
        query = select(run_event.c.record_id).where(*self._of(run_id), failed)
        return self._connection.execute(query).scalars().all()

    def page(
        self, run_id: str, *, outcome: str | None, limit: int, offset: int
    ) -> tuple[Sequence[Event], int]:
        """Return events in order, and how many there are in all."""
        where = self._of(run_id)
        if outcome is not None:
            where = (*where, run_event.c.outcome == outcome)
        columns = (run_event.c.record_id, run_event.c.outcome, run_event.c.message)
        in_order = (run_event.c.range_no, run_event.c.event_no)
        query = select(*columns).where(*where).order_by(*in_order)
        rows = self._connection.execute(query.limit(limit).offset(offset))
        count = select(func.count()).select_from(run_event).where(*where)
        total = self._connection.execute(count).scalar_one()
        return [Event(*row) for row in rows], total

    def _of(self, run_id: str) -> tuple[ColumnElement[bool], ...]:
        return (
            run_event.c.institution == self._institution,
            run_event.c.run_id == run_id,
        )
