"""Endpoints that are servers: how they are reached, and their secrets, encrypted."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_ADDED = (("options", "{}"), ("secrets", ""))


def upgrade() -> None:
    """Add them; an endpoint that is a directory needs neither."""
    kind = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    for name, default in _ADDED:
        column = sa.Column(name, kind, nullable=False, server_default=default)
        op.add_column("endpoint", column)


def downgrade() -> None:
    """Remove them, and the endpoints that are nothing without them."""
    op.execute("DELETE FROM endpoint WHERE kind <> 'directory'")
    for name, _ in _ADDED:
        op.drop_column("endpoint", name)
