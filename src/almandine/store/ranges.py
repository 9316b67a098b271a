"""The ranges of runs, with their members."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from sqlalchemy import Connection, delete, insert, select, update

from almandine.engine.ports import Range
from almandine.engine.run import NOTHING_DONE, Tally
from almandine.store.tables.runs import range_members, run_range

_TALLY = [field.name for field in fields(Tally)]


class SqlRanges:
    """Implements `engine.ports.Ranges`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def add(self, run_id: str, range_no: int, members: Sequence[str]) -> None:
        """Store a range."""
        key = {
            "institution": self._institution,
            "run_id": run_id,
            "range_no": range_no,
        }
        row = {**key, "size": len(members), "cursor": 0, **asdict(NOTHING_DONE)}
        self._connection.execute(insert(run_range), row)
        packed = "\n".join(members).encode()
        self._connection.execute(insert(range_members), {**key, "members": packed})

    def of(self, run_id: str) -> Sequence[Range]:
        """Return the ranges in order."""
        query = (
            select(run_range)
            .where(
                run_range.c.institution == self._institution,
                run_range.c.run_id == run_id,
            )
            .order_by(run_range.c.range_no)
        )
        return [
            Range(
                run_id,
                row.range_no,
                row.size,
                row.cursor,
                Tally(*(getattr(row, name) for name in _TALLY)),
            )
            for row in self._connection.execute(query)
        ]

    def members(self, run_id: str, range_no: int) -> Sequence[str]:
        """Return the ids of the range's records, in order."""
        query = select(range_members.c.members).where(
            range_members.c.institution == self._institution,
            range_members.c.run_id == run_id,
            range_members.c.range_no == range_no,
        )
        packed: bytes = self._connection.execute(query).scalar_one()
        return packed.decode().split("\n")

    def save(self, span: Range) -> None:
        """Store cursor and tally."""
        self._connection.execute(
            update(run_range)
            .where(
                run_range.c.institution == self._institution,
                run_range.c.run_id == span.run_id,
                run_range.c.range_no == span.range_no,
            )
            .values(cursor=span.cursor, **asdict(span.tally))
        )

    def drop(self, run_id: str) -> None:
        """Forget the ranges of a run that has ended."""
        for table in (range_members, run_range):
            self._connection.execute(
                delete(table).where(
                    table.c.institution == self._institution, table.c.run_id == run_id
                )
            )
