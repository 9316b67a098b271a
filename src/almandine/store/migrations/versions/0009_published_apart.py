"""What is out there is found in an index alone, and no published record is packed."""

from alembic import op

revision = "0009"
down_revision = "0008"

_TABLE = "published"
_KEY = ["institution", "profile_id", "published_at", "mms_id"]


def upgrade() -> None:
    """Make it so; records that are packed stay so until they are published anew."""
    op.drop_index("published_at", _TABLE)
    op.create_index("published_at", _TABLE, [*_KEY, "deleted"])
    _store_marc("EXTERNAL")


def downgrade() -> None:
    """Make it as it was."""
    op.drop_index("published_at", _TABLE)
    op.create_index("published_at", _TABLE, _KEY)
    _store_marc("EXTENDED")


def _store_marc(how: str) -> None:
    """Say how PostgreSQL keeps the records; SQLite never packs anything."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {_TABLE} ALTER COLUMN marc SET STORAGE {how}")
