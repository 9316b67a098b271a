"""The runs that have not ended: few, so each is looked at when a list is shown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from almandine.engine.ports import RunFilter
from almandine.engine.run import TERMINAL
from almandine.store.history.counts import begin_of, end_of
from almandine.store.tables.runs import run

Key = tuple[datetime, str]
"""When a run was submitted, and its id."""

_LOOK: Final = select(run.c.submitted_at, run.c.run_id, run.c.status)


def unfinished_keys(
    connection: Connection, institution: str, which: RunFilter
) -> Sequence[Key]:
    """Return the keys of the unfinished runs that fit, newest first.

    Status and days are not asked of the database: they could lead it from the
    small index of unfinished runs to the large one of all.
    """
    if which.status in TERMINAL:
        return []
    query = _LOOK.where(run.c.institution == institution, run.c.ended_at.is_(None))
    if which.job_id is not None:
        query = query.where(run.c.job_id == which.job_id)
    begin, end = begin_of(which), end_of(which)
    keys = [
        (submitted_at, run_id)
        for submitted_at, run_id, status in connection.execute(query)
        if which.status in (None, status)
        and (begin is None or begin <= submitted_at)
        and (end is None or submitted_at < end)
    ]
    return sorted(keys, reverse=True)
