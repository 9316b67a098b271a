"""Imports: their files, and what became of each record."""

import sqlalchemy as sa
from alembic import op

from almandine.store.migrations.columns import data, keys, numbers, small_number, texts

revision = "0006"
down_revision = "0005"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_HANDLED = sa.text("state = 'handled'")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "import_file",
        *keys("institution", "run_id"),
        small_number("number", primary_key=True),
        *texts("profile_id", "name"),
        *numbers("size"),
        *texts("modified", "state", "inner", "place", "format", "because"),
    )
    op.create_index(
        "import_file_handled",
        "import_file",
        ["institution", "profile_id"],
        sqlite_where=_HANDLED,
        postgresql_where=_HANDLED,
    )
    op.create_table(
        "import_line",
        *keys("institution", "run_id"),
        small_number("file", primary_key=True),
        small_number("position", primary_key=True),
        *texts("action", "because", "number", "key", "matches", "record_id"),
        *map(small_number, ("holdings", "items", "portfolios")),
        *(sa.Column(name, _TEXT) for name in ("choice", "resolved_by")),
        data("marc"),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "import_line_action",
        "import_line",
        ["institution", "run_id", "action", "file", "position"],
    )


def downgrade() -> None:
    """Remove them."""
    op.drop_table("import_line")
    op.drop_table("import_file")
