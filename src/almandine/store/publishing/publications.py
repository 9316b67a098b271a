"""Remembers what has been published, and when the last run looked."""

from collections.abc import Callable, Generator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, delete, select

from almandine.engine.ports.publishing import Candidates, Issued
from almandine.engine.run import Run
from almandine.records.sets import RecordSet
from almandine.store.among import among, ids_for
from almandine.store.bulk import insert_rows, upsert_rows
from almandine.store.publishing.candidates import Ids, candidates
from almandine.store.publishing.issues import OUT_THERE, SqlIssues
from almandine.store.sets.members import SqlMembers
from almandine.store.tables.publishing import (
    issue,
    publication,
    published,
    unpublished,
)

_BATCH: Final = 10_000


class SqlPublications:
    """Implements `engine.ports.Publications`."""

    def __init__(
        self, connection: Connection, institution: str, settled: Callable[[], datetime]
    ) -> None:
        """Take up to when all changes are to be seen by whoever looks from now on."""
        self._connection = connection
        self._institution = institution
        self._settled = settled
        self._issues = SqlIssues(connection, institution)

    def begin(self, run: Run, made_with: str) -> None:
        """Note that a run publishes all that has changed until now."""
        known = self._connection.execute(
            select(publication).where(*self._of(publication, run.profile_id))
        ).first()
        # Of one that came to its end they are the same.
        if known and known.seen_until != known.next_seen_until:
            self._issues.clear(known.run_id)
        made_before = known.made_with if known else ""
        seen_until = known.seen_until if known else None
        row = {
            **self._owner(run.profile_id),
            "made_with": made_before,
            "seen_until": seen_until,
            "run_id": run.run_id,
            "next_made_with": made_with,
            "next_seen_until": self._settled(),
        }
        upsert_rows(self._connection, publication, [row])

    def candidates(self, run: Run, of: RecordSet | None) -> Generator[Candidates]:
        """Yield, in batches by id, what changed since the last run that delivered."""
        members = of and SqlMembers(self._connection, self._institution).ids(of)
        since = self._since(run.profile_id)
        asked = candidates(self._institution, run.profile_id, members, since)
        for ids, wanted in zip(asked, (True, False), strict=True):
            if ids is not None:
                yield from self._batches(ids, wanted=wanted)

    def _batches(self, ids: Ids, *, wanted: bool) -> Generator[Candidates]:
        each = ids.subquery().c[0]
        query = select(each).order_by(each)
        options = {"yield_per": _BATCH}
        with self._connection.execute(query, execution_options=options) as result:
            for batch in result.scalars().partitions():
                yield Candidates(batch, wanted)

    def issued(self, profile_id: str, mms_ids: Sequence[str]) -> Mapping[str, Issued]:
        """Return what was published of these records; unknown ones left out."""
        columns = (published.c.mms_id, published.c.digest, published.c.deleted)
        rows = self._rows(select(*columns), profile_id, mms_ids)
        return {mms_id: Issued(digest, deleted) for mms_id, digest, deleted in rows}

    def last_published(
        self, profile_id: str, mms_ids: Sequence[str]
    ) -> Mapping[str, bytes]:
        """Return these records as they were published last."""
        columns = select(published.c.mms_id, issue.c.marc).join(issue, OUT_THERE)
        return dict(map(tuple, self._rows(columns, profile_id, mms_ids)))

    def conclude(self, run: Run, failed: Sequence[str]) -> None:
        """Let the next run begin where this one did, and try again what failed."""
        owner = self._owner(run.profile_id)
        tried = self._of(unpublished, run.profile_id)
        self._connection.execute(delete(unpublished).where(*tried))
        owed = [{"mms_id": each} for each in dict.fromkeys(failed)]
        insert_rows(self._connection, unpublished, owed, owner)
        self._connection.execute(
            publication.update()
            .where(
                *self._of(publication, run.profile_id),
                publication.c.run_id == run.run_id,
            )
            .values(
                made_with=publication.c.next_made_with,
                seen_until=publication.c.next_seen_until,
            )
        )

    def _since(self, profile_id: str) -> datetime | None:
        """Return when the last run looked; None where all has to be looked at."""
        return self._connection.scalar(
            select(publication.c.seen_until).where(
                *self._of(publication, profile_id),
                publication.c.made_with == publication.c.next_made_with,
            )
        )

    def _rows(
        self,
        columns: Select[*tuple[Any, ...]],
        profile_id: str,
        mms_ids: Sequence[str],
    ) -> Sequence[Any]:
        if not mms_ids:
            return ()
        chosen = columns.where(
            *self._of(published, profile_id),
            among(published.c.mms_id, self._connection.dialect.name),
        )
        parameters = ids_for(self._connection, mms_ids)
        return self._connection.execute(chosen, parameters).all()

    def _owner(self, profile_id: str) -> dict[str, str]:
        return {"institution": self._institution, "profile_id": profile_id}

    def _of(self, table: Table, profile_id: str) -> tuple[ColumnElement[bool], ...]:
        mine = table.c.institution == self._institution
        return mine, table.c.profile_id == profile_id
