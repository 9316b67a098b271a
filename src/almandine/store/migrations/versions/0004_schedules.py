"""Schedules that start runs: what is configured, and when it next falls due."""

import sqlalchemy as sa
from alembic import op

from almandine.store.migrations.columns import instant, keys, texts

revision = "0004"
down_revision = "0003"

_OF_JOBS = ("schedule_active", "schedule_set", "when_busy", "catch_up")
_DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    """Add them; workers find out by themselves when the jobs there are fall due."""
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for column in (
        sa.Column(
            "schedule_active", sa.Boolean(), nullable=False, server_default=sa.true()
        ),
        sa.Column("schedule_set", kind, nullable=False, server_default=""),
        sa.Column("when_busy", kind, nullable=False, server_default="skip"),
        sa.Column("catch_up", sa.Integer(), nullable=False, server_default="86400"),
    ):
        op.add_column("job", column)
    op.add_column("run", instant("due_at", nullable=True))
    op.create_index(
        "run_due",
        "run",
        ["institution", "job_id", "due_at"],
        unique=True,
        sqlite_where=_DUE,
        postgresql_where=_DUE,
    )
    op.create_table(
        "next_fire",
        *keys("institution", "job_id"),
        *texts("schedule", "timezone"),
        instant("due_at", nullable=True),
    )
    op.create_index("next_fire_due", "next_fire", ["due_at"])


def downgrade() -> None:
    """Remove them."""
    op.drop_table("next_fire")
    op.drop_index("run_due", "run")
    op.drop_column("run", "due_at")
    for name in _OF_JOBS:
        op.drop_column("job", name)
