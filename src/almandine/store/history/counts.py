"""How many runs have ended: counted when they end, by day, job and status.

A run is counted in the transaction that ends it, and never before. So nothing
stands between submissions, and the unfinished ones, which are few, are counted
whenever somebody asks.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Executable,
    cast,
    func,
    select,
)

from almandine.engine.ports import RunFilter
from almandine.engine.run import UNFINISHED, Run
from almandine.store.tables.runs import run_count
from almandine.store.upsert import insert_into

ALL_JOBS: Final = ""
"""Stands for the job where the runs of all jobs are counted together."""

_RUNS: Final = cast(func.coalesce(func.sum(run_count.c.runs), 0), BigInteger)


def count_end(connection: Connection, institution: str, ended: Run) -> None:
    """Count a run that ends with this transaction.

    Others that end runs of the same day wait from here to the commit, so this
    belongs to the last things that a transaction does. All of them count the job
    first and all jobs last: none waits for another that waits for it.
    """
    counted = {
        "institution": institution,
        "since": midnight(ended.submitted_at.astimezone(UTC).date()),
        "status": ended.status,
        "runs": 1,
    }
    rows = [{"job_id": job_id, **counted} for job_id in (ended.job_id, ALL_JOBS)]
    connection.execute(_add(connection.dialect.name), rows)


def count_ended(connection: Connection, institution: str, which: RunFilter) -> int:
    """Return how many runs have ended of those that fit."""
    if which.status in UNFINISHED:
        return 0
    query = select(_RUNS).where(*_conditions(institution, which))
    return connection.execute(query).scalar_one()


def ended_by_day(
    connection: Connection, institution: str, which: RunFilter
) -> Iterator[tuple[datetime, int]]:
    """Yield days on which runs were submitted that have ended, newest first."""
    if which.status in UNFINISHED:
        return
    query = (
        select(run_count.c.since, _RUNS.label("runs"))
        .where(*_conditions(institution, which))
        .group_by(run_count.c.since)
        .order_by(run_count.c.since.desc())
    )
    for row in connection.execute(query):
        yield row.since, row.runs


def midnight(day: date) -> datetime:
    """Return the beginning of a day (UTC)."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def begin_of(which: RunFilter) -> datetime | None:
    """Return the instant from which on runs fit; None where all that are older do."""
    first = which.submitted_from
    return None if first is None else midnight(first)


def end_of(which: RunFilter) -> datetime | None:
    """Return the instant before which runs fit; None where all that are newer do."""
    last = which.submitted_to
    # No day follows the last one that there is, and no run either.
    if last is None or last == date.max:
        return None
    return midnight(last + timedelta(days=1))


@cache
def _add(dialect: str) -> Executable:
    new = insert_into(run_count, dialect)
    return new.on_conflict_do_update(
        index_elements=list(run_count.primary_key.columns),
        set_={"runs": run_count.c.runs + new.excluded.runs},
    )


def _conditions(institution: str, which: RunFilter) -> Sequence[ColumnElement[bool]]:
    conditions = [
        run_count.c.institution == institution,
        run_count.c.job_id == (which.job_id or ALL_JOBS),
    ]
    if which.status is not None:
        conditions.append(run_count.c.status == which.status)
    if (begin := begin_of(which)) is not None:
        conditions.append(run_count.c.since >= begin)
    if (end := end_of(which)) is not None:
        conditions.append(run_count.c.since < end)
    return conditions
