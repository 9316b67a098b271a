"""What was published, and which records changed since."""

from alembic import op

from almandine.store.migrations.columns import data, flag, instant, keys, texts

revision = "0005"
down_revision = "0004"

_KINDS = ("holding", "item", "portfolio")


def upgrade() -> None:
    """Add it; the first run of a profile publishes all."""
    op.create_table(
        "publication",
        *keys("institution", "profile_id"),
        *texts("made_with"),
        instant("seen_until", nullable=True),
        *texts("run_id", "next_made_with"),
        instant("next_seen_until"),
    )
    op.create_table(
        "published",
        *keys("institution", "profile_id", "mms_id"),
        data("digest"),
        flag("deleted"),
        instant("published_at"),
        *texts("run_id"),
        data("marc"),
    )
    op.create_index(
        "published_at",
        "published",
        ["institution", "profile_id", "published_at", "mms_id"],
    )
    op.create_table("unpublished", *keys("institution", "profile_id", "mms_id"))
    for kind in _KINDS:
        op.create_index(f"{kind}_modified", kind, ["institution", "modified_at"])


def downgrade() -> None:
    """Remove it."""
    for kind in _KINDS:
        op.drop_index(f"{kind}_modified", kind)
    for table in ("unpublished", "published", "publication"):
        op.drop_table(table)
