"""What runs are going to publish, and how it comes to be what is published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    delete,
    exists,
    insert,
    literal,
    select,
)

from almandine.engine.ports.publishing import Issue
from almandine.engine.run import Run
from almandine.store.among import among, ids_for
from almandine.store.bulk import delete_rows, insert_rows
from almandine.store.tables.publishing import issue, published

OUT_THERE: Final = and_(
    issue.c.institution == published.c.institution,
    issue.c.run_id == published.c.run_id,
    issue.c.mms_id == published.c.mms_id,
)
"""The condition that an issue is what is published of its record."""
_AT_ONCE: Final = 2_000
"""Records in one transaction, when they come to be published."""
_SAME: Final = ("institution", "mms_id", "digest", "deleted", "run_id")
"""Columns that an issue and what is published have in common."""


class SqlIssues:
    """Implements `engine.ports.Issues`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def draft(self, run_id: str, issues: Sequence[Issue]) -> None:
        """Store what a run is going to publish; it counts once it is settled."""
        owner = {"institution": self._institution, "run_id": run_id}
        rows = [each._asdict() for each in issues]
        insert_rows(self._connection, issue, rows, owner)

    def discard(self, run_id: str, mms_ids: Sequence[str]) -> None:
        """Forget what a run was going to publish of these records."""
        named = among(issue.c.mms_id, self._connection.dialect.name)
        self._connection.execute(
            delete(issue).where(*self._of_run(run_id), named),
            self._ids(mms_ids),
        )

    def clear(self, run_id: str) -> None:
        """Forget what a run was going to publish, and did not."""
        counts = exists().where(OUT_THERE)
        self._connection.execute(delete(issue).where(*self._of_run(run_id), ~counts))

    def settle(self, run: Run, at: datetime, *, after: str) -> str | None:
        """Remember some of what has been delivered, in the order of ids."""
        query = (
            select(issue.c.mms_id)
            .where(*self._of_run(run.run_id), issue.c.mms_id > after)
            .order_by(issue.c.mms_id)
            .limit(_AT_ONCE)
        )
        mms_ids = self._connection.execute(query).scalars().all()
        if not mms_ids:
            return None
        self._supersede(run, mms_ids)
        self._publish(run, at, after, mms_ids[-1])
        return mms_ids[-1]

    def _supersede(self, run: Run, mms_ids: Sequence[str]) -> None:
        """Forget what was out there of these records; most are new in a large run."""
        mine = (
            published.c.institution == self._institution,
            published.c.profile_id == run.profile_id,
            among(published.c.mms_id, self._connection.dialect.name),
        )
        query = select(published.c.run_id, published.c.mms_id).where(*mine)
        before = self._connection.execute(query, self._ids(mms_ids)).all()
        if not before:
            return
        owner = {"institution": self._institution}
        rows = [
            {**owner, "run_id": run_id, "mms_id": mms_id}
            for run_id, mms_id in before
            if run_id != run.run_id
        ]
        delete_rows(self._connection, issue, rows)
        found = self._ids([mms_id for _, mms_id in before])
        self._connection.execute(delete(published).where(*mine), found)

    def _publish(self, run: Run, at: datetime, after: str, until: str) -> None:
        """Say that a run's issues are out there, from behind one id to another."""
        columns: dict[str, ColumnElement[Any]] = {
            **{name: issue.c[name] for name in _SAME},
            "profile_id": literal(run.profile_id),
            "published_at": literal(at, published.c.published_at.type),
        }
        these = (issue.c.mms_id > after) & (issue.c.mms_id <= until)
        rows = select(*columns.values()).where(*self._of_run(run.run_id), these)
        self._connection.execute(insert(published).from_select(list(columns), rows))

    def _ids(self, mms_ids: Sequence[str]) -> dict[str, Any]:
        return ids_for(self._connection, mms_ids)

    def _of_run(self, run_id: str) -> tuple[ColumnElement[bool], ...]:
        return issue.c.institution == self._institution, issue.c.run_id == run_id
