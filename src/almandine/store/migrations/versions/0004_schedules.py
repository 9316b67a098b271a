"""Schedules that start runs: when each was due, and how a job wants to be started."""

import sqlalchemy as sa
from alembic import op

from almandine.store.migrations.columns import instant, present

revision = "0004"
down_revision = "0003"

_OF_SCHEDULE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Add them; jobs that have a schedule begin to follow it now."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for column in (
        sa.Column("active", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("overlap", text, nullable=False, server_default="skip"),
        sa.Column("catch_up", sa.BigInteger(), nullable=False, server_default="86400"),
        instant("scheduled_since", nullable=True),
    ):
        op.add_column("job", column)
    job = sa.table("job", *map(sa.column, ("schedule", "job_type", "scheduled_since")))
    can_run = (job.c.schedule != "") & (job.c.job_type != "")
    op.execute(sa.update(job).where(can_run).values(scheduled_since=present()))
    op.add_column("run", instant("due_at", nullable=True))
    op.create_index(
        "run_due",
        "run",
        ["institution", "job_id", "due_at"],
        unique=True,
        sqlite_where=_OF_SCHEDULE,
        postgresql_where=_OF_SCHEDULE,
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_index("run_due", "run")
    op.drop_column("run", "due_at")
    for name in ("scheduled_since", "catch_up", "overlap", "active"):
        op.drop_column("job", name)
