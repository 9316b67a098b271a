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
    """Remove them; endpoints that are nothing without them take no files then.

    What came before takes every path for one of a directory, and would make it.
    """
    op.execute(
        "UPDATE endpoint SET path = '/dev/null/' || kind"
        " WHERE kind IN ('sftp', 'ftp', 'ftps', 's3')"
    )
    for name, _ in _ADDED:
        op.drop_column("endpoint", name)
