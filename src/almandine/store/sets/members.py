"""The members of sets: rows of itemized ones, answers to the query of logical ones."""

from collections.abc import Generator, Sequence
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    delete,
    except_,
    func,
    insert,
    intersect,
    literal,
    select,
    union,
)

from almandine.engine.sets.ports import Combination
from almandine.records.sets import RecordSet, SetType
from almandine.store.among import among, ids_for
from almandine.store.bulk import upsert_rows
from almandine.store.sets.logical import found_ids
from almandine.store.tables.sets import set_member

_BATCH: Final = 10_000
_COMBINED: Final = {
    Combination.AND: intersect,
    Combination.OR: union,
    Combination.NOT: except_,
}


class SqlMembers:
    """The members of the sets of an institution."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def ids(self, of: RecordSet) -> Select[str]:
        """Ask for the ids of the members, each once, in a column `record_id`."""
        if of.type is SetType.LOGICAL:
            return found_ids(self._connection, self._institution, of.query)
        return select(set_member.c.record_id).where(self._of(of.set_id))

    def count(self, of: RecordSet) -> int:
        """Count the members of a set."""
        members = self.ids(of).subquery()
        query = select(func.count()).select_from(members)
        return self._connection.execute(query).scalar_one()

    def page(self, of: RecordSet, *, limit: int, offset: int) -> Sequence[str]:
        """Return ids of members in order."""
        query = self._ordered(of).limit(limit).offset(offset)
        return self._connection.execute(query).scalars().all()

    def batches(self, of: RecordSet) -> Generator[Sequence[str]]:
        """Yield the ids of all members in order, never all at once."""
        options = {"yield_per": _BATCH}
        query = self._ordered(of)
        with self._connection.execute(query, execution_options=options) as result:
            yield from result.scalars().partitions()

    def contains(self, set_id: str, record_ids: Sequence[str]) -> frozenset[str]:
        """Return which of the ids are members of an itemized set."""
        query = select(set_member.c.record_id).where(self._of(set_id), self._among())
        found = self._connection.execute(query, ids_for(self._connection, record_ids))
        return frozenset(found.scalars())

    def add(self, set_id: str, record_ids: Sequence[str]) -> None:
        """Add to an itemized set; ids that are there already stay once."""
        of_set = {"institution": self._institution, "set_id": set_id}
        rows = [{**of_set, "record_id": each} for each in record_ids]
        upsert_rows(self._connection, set_member, rows)

    def remove(self, set_id: str, record_ids: Sequence[str]) -> None:
        """Take out of an itemized set; ids that are not there do no harm."""
        statement = delete(set_member).where(self._of(set_id), self._among())
        self._connection.execute(statement, ids_for(self._connection, record_ids))

    def clear(self, set_id: str) -> None:
        """Take all out of an itemized set."""
        self._connection.execute(delete(set_member).where(self._of(set_id)))

    def fill(self, set_id: str, how: Combination, sources: Sequence[RecordSet]) -> int:
        """Put the combined members of other sets into an empty itemized set."""
        combined = _COMBINED[how](*map(self.ids, sources)).subquery()
        rows = select(literal(self._institution), literal(set_id), combined.c.record_id)
        columns = ["institution", "set_id", "record_id"]
        statement = insert(set_member).from_select(columns, rows)
        # SQLAlchemy keeps the count of an INSERT … SELECT only when it is asked to.
        counted = {"preserve_rowcount": True}
        return self._connection.execute(statement, execution_options=counted).rowcount

    def _ordered(self, of: RecordSet) -> Select[str]:
        members = self.ids(of).subquery()
        return select(members.c.record_id).order_by(members.c.record_id)

    def _of(self, set_id: str) -> ColumnElement[bool]:
        mine = set_member.c.institution == self._institution
        return mine & (set_member.c.set_id == set_id)

    def _among(self) -> ColumnElement[bool]:
        return among(set_member.c.record_id, self._dialect)

    @property
    def _dialect(self) -> str:
        return self._connection.dialect.name
