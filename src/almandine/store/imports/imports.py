"""Implements the engine's port of imports."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Table,
    case,
    delete,
    func,
    select,
    tuple_,
    update,
)

from almandine.engine.imports.line import FileState, ImportFile, Line, Told, Unresolved
from almandine.engine.imports.populations import (
    BY_ACTION,
    MULTI_MATCHES,
    SINGLE_MATCHES,
)
from almandine.engine.imports.report import INVENTORY, Counts
from almandine.engine.ports.imports import LineKey, Triple
from almandine.records.importing.action import Action
from almandine.records.importing.decision import Choice, MatchKey
from almandine.records.kind import Kind
from almandine.store.bulk import insert_rows
from almandine.store.imports.forgetting import done_before, drop_lines
from almandine.store.imports.matches import matching
from almandine.store.imports.rows import (
    LINE,
    TOLD,
    UNRESOLVED,
    choice_of,
    file_of,
    file_row,
    line_of,
    line_row,
    said,
    told_of,
    unresolved_of,
)
from almandine.store.postgres import line_up_imports
from almandine.store.tables.imports import import_file, import_line

_SEVERAL: Final = import_line.c.matches.contains(" ")
_SOME: Final = import_line.c.matches != ""
_COUNTED: Final = (
    import_line.c.action,
    func.count().label("lines"),
    func.sum(case((_SOME, 1), else_=0)).label("matched"),
    func.sum(case((_SEVERAL, 1), else_=0)).label("several"),
    *(func.sum(import_line.c[name]).label(name) for name in INVENTORY),
)
_BATCH: Final = 1_000
_BY_MATCHES: Final = {SINGLE_MATCHES: _SOME & ~_SEVERAL, MULTI_MATCHES: _SEVERAL}
_IN_ORDER: Final = (import_line.c.file, import_line.c.position)


class SqlImports:
    """Implements `engine.ports.Imports`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def line_up(self) -> None:
        """Wait until no other import of the institution is about to store records."""
        # SQLite has one writer: whoever writes stands alone already.
        if self._connection.dialect.name == "postgresql":
            line_up_imports(self._connection, self._institution)

    def matching(
        self, kind: Kind, keys: Sequence[MatchKey]
    ) -> Mapping[MatchKey, Sequence[str]]:
        """Return the ids of the records that have each key, sorted."""
        return matching(self._connection, self._institution, kind, keys)

    def handled(self, profile_id: str) -> frozenset[Triple]:
        """Return the files that former runs of the profile have handled."""
        columns = (import_file.c.name, import_file.c.size, import_file.c.modified)
        query = select(*columns).where(
            import_file.c.institution == self._institution,
            import_file.c.profile_id == profile_id,
            import_file.c.state == FileState.HANDLED,
        )
        rows = self._connection.execute(query)
        return frozenset((name, size, modified) for name, size, modified in rows)

    def put_files(
        self, run_id: str, profile_id: str, files: Sequence[ImportFile]
    ) -> None:
        """Make these the files of a run, in place of those it had."""
        there = delete(import_file).where(*self._of(import_file, run_id))
        self._connection.execute(there)
        owned = {
            "institution": self._institution,
            "run_id": run_id,
            "profile_id": profile_id,
        }
        rows = [{**owned, **file_row(each)} for each in files]
        insert_rows(self._connection, import_file, rows)

    def files(self, run_id: str) -> Sequence[ImportFile]:
        """Return the files of a run in the order of their numbers."""
        query = select(import_file).where(*self._of(import_file, run_id))
        rows = self._connection.execute(query.order_by(import_file.c.number))
        return [file_of(row) for row in rows.mappings()]

    def settle(self, run_id: str) -> None:
        """Let the files that the run took count as handled."""
        taken = import_file.c.state == FileState.TAKEN
        statement = update(import_file).where(*self._of(import_file, run_id), taken)
        self._connection.execute(statement.values(state=FileState.HANDLED))

    def add_lines(self, run_id: str, lines: Sequence[Line]) -> None:
        """Store the lines of a chunk."""
        owned = {"institution": self._institution, "run_id": run_id}
        rows = [line_row(each) for each in lines]
        insert_rows(self._connection, import_line, rows, owned)

    def counts(self, run_id: str) -> Counts:
        """Return how many lines there are."""
        query = (
            select(*_COUNTED)
            .where(*self._of(import_line, run_id))
            .group_by(import_line.c.action)
        )
        rows = self._connection.execute(query).mappings().all()

        def total(of: str) -> int:
            return sum(int(row[of]) for row in rows)

        holdings, items, portfolios = map(total, INVENTORY)
        return Counts(
            {Action(row["action"]): row["lines"] for row in rows},
            single=total("matched") - total("several"),
            several=total("several"),
            inventory=(holdings, items, portfolios),
            repeated=self._repeated(run_id),
        )

    def _repeated(self, run_id: str) -> int:
        """Count the lines that have their record in common with another of the file."""
        found = import_line.c.record_id
        alike = (
            select(func.count().label("lines"))
            .where(*self._of(import_line, run_id), found != "")
            .group_by(import_line.c.file, found)
            .having(func.count() > 1)
            .subquery()
        )
        query = select(func.coalesce(func.sum(alike.c.lines - 1), 0))
        return int(self._connection.execute(query).scalar_one())

    def members(self, run_id: str, population: str) -> Iterator[Sequence[str]]:
        """Yield the ids of the records of a population, in batches; some repeat."""
        column = import_line.c.record_id
        which = import_line.c.action == BY_ACTION.get(population)
        if population in _BY_MATCHES:
            column, which = import_line.c.matches, _BY_MATCHES[population]
        query = select(column).where(*self._of(import_line, run_id), which)
        rows = self._connection.execute(query.order_by(*_IN_ORDER))
        for batch in rows.scalars().partitions(_BATCH):
            yield [one for text in batch for one in text.split()]

    def lines(
        self,
        run_id: str,
        *,
        actions: Sequence[Action] = (),
        after: LineKey = (0, 0),
        limit: int,
    ) -> Sequence[Line]:
        """Return lines in the order of the files."""
        query = select(*LINE).where(
            *self._of(import_line, run_id), tuple_(*_IN_ORDER) > tuple_(*after)
        )
        if actions:
            query = query.where(import_line.c.action.in_(actions))
        rows = self._connection.execute(query.order_by(*_IN_ORDER).limit(limit))
        return [line_of(row) for row in rows.all()]

    def told(
        self, run_id: str, *, after: LineKey = (0, 0), limit: int
    ) -> Sequence[Told]:
        """Return what the report tells of all lines, in the order of the files."""
        query = select(*TOLD).where(
            *self._of(import_line, run_id), tuple_(*_IN_ORDER) > tuple_(*after)
        )
        rows = self._connection.execute(query.order_by(*_IN_ORDER).limit(limit))
        return [told_of(row) for row in rows.all()]

    def matched(
        self, run_id: str, *, several: bool, limit: int, offset: int
    ) -> Sequence[Line]:
        """Return lines that match one record, or several, in the order of the files."""
        where = [
            *self._of(import_line, run_id),
            _BY_MATCHES[MULTI_MATCHES if several else SINGLE_MATCHES],
        ]
        ordered = select(*LINE).where(*where).order_by(*_IN_ORDER)
        rows = self._connection.execute(ordered.limit(limit).offset(offset))
        return [line_of(row) for row in rows]

    def has_lines(self, run_id: str) -> bool:
        """Tell whether there are lines of a run, and they are kept still."""
        query = select(import_line.c.file).where(*self._of(import_line, run_id))
        return self._connection.execute(query.limit(1)).first() is not None

    def done_before(self, then: datetime) -> Sequence[str]:
        """Return the runs with lines that ended by an instant (UTC)."""
        return done_before(self._connection, self._institution, then)

    def drop_lines(self, run_id: str, limit: int) -> int:
        """Delete lines of a run; return how many there were, up to a limit."""
        return drop_lines(self._connection, self._institution, run_id, limit)

    def choose(self, run_id: str, line: LineKey, choice: Choice) -> bool:
        """Keep what somebody decided; tell whether there is such a line to decide."""
        there = [*self._unresolved(run_id), tuple_(*_IN_ORDER) == tuple_(*line)]
        statement = update(import_line).where(*there).values(choice=said(choice))
        return bool(self._connection.execute(statement).rowcount)

    def unresolved(
        self, run_id: str, *, after: LineKey = (0, 0), limit: int
    ) -> Sequence[Unresolved]:
        """Return the lines that wait for a decision, or for it to be carried out."""
        later = tuple_(*_IN_ORDER) > tuple_(*after)
        query = select(*UNRESOLVED).where(*self._unresolved(run_id), later)
        rows = self._connection.execute(query.order_by(*_IN_ORDER).limit(limit))
        return [unresolved_of(row) for row in rows]

    def still_unresolved(
        self, run_id: str, lines: Sequence[LineKey]
    ) -> Mapping[LineKey, Unresolved]:
        """Return those of these lines that are unresolved still."""
        query = select(*UNRESOLVED).where(
            *self._unresolved(run_id), tuple_(*_IN_ORDER).in_(list(lines))
        )
        rows = self._connection.execute(query)
        return {(row.file, row.position): unresolved_of(row) for row in rows}

    def chosen(self, run_id: str, lines: Sequence[LineKey]) -> Mapping[LineKey, Choice]:
        """Return what was decided on those of these lines that are unresolved still.

        From here to the commit, nobody decides otherwise.
        """
        query = select(*_IN_ORDER, import_line.c.choice).where(
            *self._unresolved(run_id),
            tuple_(*_IN_ORDER).in_(list(lines)),
            import_line.c.choice.is_not(None),
        )
        # In order: two runs that carry the same out wait for each other's first line.
        rows = self._connection.execute(query.order_by(*_IN_ORDER).with_for_update())
        return {(row.file, row.position): choice_of(row.choice) for row in rows}

    def resolve(self, run_id: str, lines: Sequence[LineKey], *, by: str) -> None:
        """Let a run count as the one that carried out what was decided on lines."""
        there = [*self._unresolved(run_id), tuple_(*_IN_ORDER).in_(list(lines))]
        self._connection.execute(
            update(import_line).where(*there).values(resolved_by=by)
        )

    def _unresolved(self, run_id: str) -> Sequence[ColumnElement[bool]]:
        return [
            *self._of(import_line, run_id),
            import_line.c.action == Action.UNRESOLVED,
            import_line.c.resolved_by.is_(None),
        ]

    def _of(self, table: Table, run_id: str) -> Sequence[ColumnElement[bool]]:
        return [table.c.institution == self._institution, table.c.run_id == run_id]
