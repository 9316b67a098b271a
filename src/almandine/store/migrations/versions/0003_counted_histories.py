"""Counts of ended runs and of events, and indexes: lists of any length by key."""

import sqlalchemy as sa
from alembic import op

from almandine.store.migrations.columns import (
    instant,
    keys,
    midnight,
    numbers,
    small_number,
    text,
)

revision = "0003"
down_revision = "0002"

_ENDED = "ended_at IS NOT NULL"


def upgrade() -> None:
    """Add them, and count what there is; of a million runs, in some seconds."""
    _make_counts()
    _count_runs()
    _count_events()
    op.drop_index("run_of_job", "run")
    _index("run_newest_of_job", "run", "job_id", "submitted_at", "run_id")
    _index("run_ended", "run", "status", "submitted_at", "run_id", where=_ENDED)
    job_first = ("job_id", "status", "submitted_at", "run_id")
    _index("run_ended_of_job", "run", *job_first, where=_ENDED)
    op.drop_index("event_of_run", "run_event")
    in_order = ("run_id", "outcome", "range_no", "event_no")
    _index("event_of_outcome", "run_event", *in_order)


def downgrade() -> None:
    """Remove them."""
    op.drop_index("event_of_outcome", "run_event")
    _index("event_of_run", "run_event", "run_id", "range_no")
    for name in ("run_ended_of_job", "run_ended", "run_newest_of_job"):
        op.drop_index(name, "run")
    _index("run_of_job", "run", "job_id", "submitted_at")
    op.drop_table("event_count")
    op.drop_table("run_count")


def _make_counts() -> None:
    op.create_table(
        "run_count",
        *keys("institution", "job_id"),
        instant("since", primary_key=True),
        *keys("status"),
        *numbers("runs"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event_count",
        *keys("institution", "run_id"),
        small_number("range_no", primary_key=True),
        text("outcome", primary_key=True),
        *numbers("events"),
        sqlite_with_rowid=False,
    )


def _count_runs() -> None:
    """Count the ended runs of each job by day and status, and those of all jobs."""
    names = ("institution", "job_id", "since", "status", "runs")
    run = sa.table("run", *map(sa.column, (*names, "submitted_at", "ended_at")))
    counts = sa.table("run_count", *map(sa.column, names))
    key = (run.c.institution, run.c.job_id, midnight(run.c.submitted_at), run.c.status)
    ended = sa.select(*key, sa.func.count()).where(run.c.ended_at.is_not(None))
    op.execute(sa.insert(counts).from_select(names, ended.group_by(*key)))
    key = (counts.c.institution, counts.c.since, counts.c.status)
    institution, since, status = key
    of_all = sa.select(
        institution,
        sa.literal("", sa.Text()),
        since,
        status,
        sa.func.sum(counts.c.runs),
    )
    op.execute(sa.insert(counts).from_select(names, of_all.group_by(*key)))


def _count_events() -> None:
    key = ("institution", "run_id", "range_no", "outcome")
    event = sa.table("run_event", *map(sa.column, key))
    counts = sa.table("event_count", *map(sa.column, key), sa.column("events"))
    counted = sa.select(*event.c, sa.func.count()).group_by(*event.c)
    op.execute(sa.insert(counts).from_select([*key, "events"], counted))


def _index(name: str, table: str, *columns: str, where: str | None = None) -> None:
    only = None if where is None else sa.text(where)
    names = ["institution", *columns]
    op.create_index(name, table, names, sqlite_where=only, postgresql_where=only)
