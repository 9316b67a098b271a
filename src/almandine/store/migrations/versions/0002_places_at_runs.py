"""Places at runs, for many workers; and which data directory belongs to a database."""

import sqlalchemy as sa
from alembic import op

from almandine.store.migrations.columns import keys, texts

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add them; a run that is under way is carried on in its first place."""
    for name, default in (("carrier", "0"), ("shards", "1")):
        column = sa.Column(name, sa.Integer(), nullable=False, server_default=default)
        op.add_column("run", column)
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.add_column("run_range", sa.Column("shard", sa.Integer()))
    op.add_column(
        "run_range", sa.Column("token", kind, nullable=False, server_default="")
    )
    op.create_table("installation", *keys("name"), *texts("value"))


def downgrade() -> None:
    """Remove them."""
    op.drop_table("installation")
    for table, columns in (("run_range", ("token", "shard")), ("run", _OF_RUNS)):
        for column in columns:
            op.drop_column(table, column)


_OF_RUNS = ("shards", "carrier")
