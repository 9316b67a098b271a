"""Keys are found by their value alone, no longer by the record that has them.

Which keys a stored record has, its bytes say. The index was half of the work on a key.
"""

from alembic import op

revision = "0013"
down_revision = "0012"

_INDEX = "record_key_record"


def upgrade() -> None:
    """Drop the index."""
    op.drop_index(_INDEX, "record_key")


def downgrade() -> None:
    """Make it again, of the keys that are there."""
    op.create_index(_INDEX, "record_key", ["institution", "kind", "record_id"])
