"""What harvesters see of all that was published, page by page along an index."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    func,
    literal,
    select,
    tuple_,
    union_all,
)

from almandine.engine.ports.harvest import Place, Published, Selection
from almandine.engine.run import Status
from almandine.store.among import among, ids_for
from almandine.store.publishing.issues import OUT_THERE
from almandine.store.tables.publishing import issue, published
from almandine.store.tables.runs import run

_KEY = (published.c.published_at, published.c.mms_id)
_OTHER = published.alias("other")


class SqlHarvest:
    """Implements `engine.ports.Harvest`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def unsettled(self, profile_ids: Sequence[str]) -> datetime | None:
        """Return from when on more may still appear; None where nothing can."""
        # Nothing is stamped before a run has become FINALIZING, and that is committed.
        query = select(func.min(run.c.status_at)).where(
            run.c.institution == self._institution,
            run.c.ended_at.is_(None),
            run.c.status == Status.FINALIZING,
            run.c.profile_id.in_(profile_ids),
        )
        return self._connection.scalar(query)

    def earliest(self, profile_ids: Sequence[str]) -> datetime | None:
        """Return when the first record was published of those that are there."""
        found = (self._earliest(each) for each in profile_ids)
        return min((each for each in found if each), default=None)

    def _earliest(self, profile_id: str) -> datetime | None:
        query = select(published.c.published_at).where(*self._of(profile_id))
        return self._connection.scalar(query.order_by(*_KEY).limit(1))

    def count(self, selection: Selection) -> int | None:
        """Return how many records there are; None where several profiles are asked."""
        if len(selection.profile_ids) != 1:
            return None
        where = (*self._of(selection.profile_ids[0]), *_within(selection, None))
        return self._connection.scalar(select(func.count()).where(*where))

    def places(
        self, selection: Selection, *, after: Place | None, limit: int
    ) -> Sequence[Place]:
        """Return the next records, each once, by when a profile last published it."""
        parts = [
            self._of_profile(each, selection, after).limit(limit).subquery()
            for each in selection.profile_ids
        ]
        if not parts:
            return ()
        # A walk along the index for each profile, merged: none is read to its end.
        merged = union_all(*(select(part) for part in parts)).subquery()
        query = select(merged).order_by(*merged.c).limit(limit)
        return [Place(at, mms_id) for at, mms_id in self._connection.execute(query)]

    def _of_profile(
        self, profile_id: str, selection: Selection, after: Place | None
    ) -> Select[datetime, str]:
        """Ask for the records that none of the other profiles published later."""
        query = select(*_KEY).where(*self._of(profile_id), *_within(selection, after))
        others = [each for each in selection.profile_ids if each != profile_id]
        if others:
            query = query.where(~self._published_later(others))
        return query.order_by(*_KEY)

    def _published_later(self, profile_ids: Sequence[str]) -> ColumnElement[bool]:
        here = tuple_(published.c.published_at, published.c.profile_id)
        there = tuple_(_OTHER.c.published_at, _OTHER.c.profile_id)
        return (
            select(_OTHER.c.mms_id)
            .where(
                _OTHER.c.institution == self._institution,
                _OTHER.c.profile_id.in_(profile_ids),
                _OTHER.c.mms_id == published.c.mms_id,
                there > here,
            )
            .exists()
        )

    def published(
        self, profile_ids: Sequence[str], mms_ids: Sequence[str], *, with_marc: bool
    ) -> Sequence[Published]:
        """Return what these profiles have of these records; unknown ones left out."""
        columns = published.c
        told = (
            columns.profile_id,
            columns.mms_id,
            columns.published_at,
            columns.deleted,
        )
        query: Select[*tuple[Any, ...]] = select(*told)
        if with_marc:
            query = select(*told, issue.c.marc).join_from(published, issue, OUT_THERE)
        query = query.where(
            columns.institution == self._institution,
            columns.profile_id.in_(profile_ids),
            among(columns.mms_id, self._connection.dialect.name),
        )
        bound = ids_for(self._connection, mms_ids)
        return [Published(*row) for row in self._connection.execute(query, bound)]

    def _of(self, profile_id: str) -> tuple[ColumnElement[bool], ...]:
        mine = published.c.institution == self._institution
        return mine, published.c.profile_id == profile_id


def _within(
    selection: Selection, after: Place | None
) -> tuple[ColumnElement[bool], ...]:
    """Return what holds for the records that are still to come."""
    at = published.c.published_at
    bounds: list[ColumnElement[bool]] = []
    if after is not None:
        bounds.append(tuple_(*_KEY) > _spelled(after))
    elif selection.since is not None:
        bounds.append(at >= selection.since)
    if selection.before is not None:
        bounds.append(at < selection.before)
    return tuple(bounds)


def _spelled(place: Place) -> ColumnElement[Any]:
    pairs = zip(place, _KEY, strict=True)
    return tuple_(*(literal(value, column.type) for value, column in pairs))
