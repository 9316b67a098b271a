"""What is published of a record lies apart from the word that it is.

So runs store it while they work, and only the word is left for their end.
"""

from collections.abc import Sequence

from alembic import op

from almandine.store.migrations.columns import Column, data, flag, instant, keys, texts

revision = "0011"
down_revision = "0010"

_SAID = (
    *("institution", "profile_id", "mms_id"),
    *("digest", "deleted", "published_at", "run_id"),
)
_ISSUED = "institution, run_id, mms_id, digest, deleted, marc"
_KEY = ["institution", "profile_id", "published_at", "mms_id", "deleted"]


def upgrade() -> None:
    """Make it so; a run that is under way fails, and the next one does its work."""
    op.create_table(
        "issue",
        *keys("institution", "run_id", "mms_id"),
        data("digest"),
        flag("deleted"),
        data("marc"),
    )
    if _on_server():
        op.execute("ALTER TABLE issue SET (toast_tuple_target = 8160)")
    op.execute(f"INSERT INTO issue ({_ISSUED}) SELECT {_ISSUED} FROM published")  # noqa: S608 - our own
    _make_anew(_SAID, [], "published", sqlite_with_rowid=False)


def downgrade() -> None:
    """Make it as it was."""
    source = "published JOIN issue i USING (institution, run_id, mms_id)"
    _make_anew((*_SAID, "marc"), [data("marc")], source)
    op.drop_table("issue")
    if _on_server():
        op.execute("ALTER TABLE published ALTER COLUMN marc SET STORAGE EXTERNAL")


def _make_anew(
    names: Sequence[str], more: Sequence[Column], source: str, **options: bool
) -> None:
    """Make the table of what is published with other columns, and the same rows."""
    ours = ", ".join(
        f"published.{name}" if name in ("digest", "deleted") else name for name in names
    )
    op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT {ours} FROM {source}")  # noqa: S608 - our own
    op.drop_table("published")
    op.create_table(
        "published",
        *keys("institution", "profile_id", "mms_id"),
        data("digest"),
        flag("deleted"),
        instant("published_at"),
        *texts("run_id"),
        *more,
        **options,
    )
    op.create_index("published_at", "published", _KEY)
    columns = ", ".join(names)
    op.execute(f"INSERT INTO published ({columns}) SELECT {columns} FROM kept")  # noqa: S608 - our own
    op.execute("DROP TABLE kept")


def _on_server() -> bool:
    return op.get_bind().dialect.name == "postgresql"
