"""The sets of an institution."""

from collections.abc import Generator, Mapping, Sequence

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    delete,
    func,
    insert,
    select,
    update,
)

from almandine.engine.sets.ports import Combination, PlacedMember, SetFilter
from almandine.records.sets import RecordSet
from almandine.store.sets.identify import existing, identify
from almandine.store.sets.members import SqlMembers
from almandine.store.sets.placing import placed
from almandine.store.sets.rows import conditions, row_of, set_of
from almandine.store.tables.sets import record_set

_NEWEST_FIRST = (record_set.c.created_at.desc(), record_set.c.set_id.desc())

_FIND = select(record_set).where(
    record_set.c.institution == bindparam("owner"),
    record_set.c.set_id == bindparam("set_id"),
)


class SqlSets:
    """Implements `engine.sets.ports.Sets`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution
        self._members = SqlMembers(connection, institution)

    def find(self, set_id: str) -> RecordSet | None:
        """Return the set, or None."""
        bound = {"owner": self._institution, "set_id": set_id}
        row = self._connection.execute(_FIND, bound).one_or_none()
        return None if row is None else set_of(row)

    def by_name(self, name: str) -> RecordSet | None:
        """Return the set of exactly this name, or None."""
        query = select(record_set).where(self._mine, record_set.c.name == name)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else set_of(row)

    def add(self, new: RecordSet) -> None:
        """Store a new set; an itemized one is empty."""
        values = {"institution": self._institution, **row_of(new)}
        self._connection.execute(insert(record_set).values(values))

    def update(self, changed: RecordSet) -> None:
        """Store a set anew; its members stay."""
        of_set = record_set.c.set_id == changed.set_id
        statement = update(record_set).where(self._mine, of_set)
        self._connection.execute(statement.values(row_of(changed)))

    def delete(self, set_id: str) -> None:
        """Forget the set and its members; the records stay."""
        self._members.clear(set_id)
        of_set = record_set.c.set_id == set_id
        self._connection.execute(delete(record_set).where(self._mine, of_set))

    def page(
        self, which: SetFilter, *, limit: int, offset: int
    ) -> tuple[Sequence[RecordSet], int]:
        """Return the sets that fit, newest first, and how many there are in all."""
        where = (self._mine, *conditions(which))
        ordered = select(record_set).where(*where).order_by(*_NEWEST_FIRST)
        rows = self._connection.execute(ordered.limit(limit).offset(offset))
        sets = [set_of(row) for row in rows]
        count = select(func.count()).select_from(record_set).where(*where)
        return sets, self._connection.execute(count).scalar_one()

    def member_count(self, of: RecordSet) -> int:
        """Count the members; a logical set's query is asked now."""
        return self._members.count(of)

    def members(
        self, of: RecordSet, *, limit: int, offset: int
    ) -> tuple[Sequence[PlacedMember], int]:
        """Return members by id, and how many there are in all."""
        ids = self._members.page(of, limit=limit, offset=offset)
        shown = placed(self._connection, self._institution, of.content, ids)
        return shown, self._members.count(of)

    def member_ids(self, of: RecordSet) -> Generator[Sequence[str]]:
        """Yield the ids of the members in batches, each id once, in order of id."""
        return self._members.batches(of)

    def contains(self, set_id: str, record_ids: Sequence[str]) -> frozenset[str]:
        """Return which of the ids are members of an itemized set."""
        return self._members.contains(set_id, record_ids)

    def add_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        """Add to an itemized set; ids that are there already stay once."""
        self._members.add(set_id, record_ids)

    def remove_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        """Take out of an itemized set; ids that are not there do no harm."""
        self._members.remove(set_id, record_ids)

    def replace_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        """Make these ids all that an itemized set holds."""
        self._members.clear(set_id)
        self._members.add(set_id, record_ids)

    def fill(self, set_id: str, how: Combination, sources: Sequence[RecordSet]) -> int:
        """Put the combined members of other sets into an empty itemized set."""
        return self._members.fill(set_id, how, sources)

    def identify(
        self, content: str, id_type: str, values: Sequence[str]
    ) -> Mapping[str, Sequence[str]]:
        """Return, for each value, the ids of the records that it identifies."""
        return identify(self._connection, self._institution, content, id_type, values)

    def existing(self, content: str, record_ids: Sequence[str]) -> frozenset[str]:
        """Return which of the ids are records of this content."""
        return existing(self._connection, self._institution, content, record_ids)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return record_set.c.institution == self._institution
