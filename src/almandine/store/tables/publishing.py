"""What each publishing profile has published, and up to when it has looked."""

from sqlalchemy import Boolean, Column, Index, LargeBinary, Table

from almandine.store.tables.columns import TEXT, UNCOMPRESSED, Instant, metadata

publication = Table(
    "publication",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("profile_id", TEXT, primary_key=True),
    Column("made_with", TEXT, nullable=False),  # digest of the settings
    Column("seen_until", Instant),  # changes from then on are still to be published
    # Of the run that is under way, or was the last one; they replace those above when
    # its files have been delivered.
    Column("run_id", TEXT, nullable=False),
    Column("next_made_with", TEXT, nullable=False),
    Column("next_seen_until", Instant, nullable=False),
)

published = Table(
    "published",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("profile_id", TEXT, primary_key=True),
    Column("mms_id", TEXT, primary_key=True),
    Column("digest", LargeBinary, nullable=False),  # of all but field 005
    Column("deleted", Boolean, nullable=False),
    Column("published_at", Instant, nullable=False),
    Column("run_id", TEXT, nullable=False),  # whose issue it is
    # With all that harvesters ask for before they read.
    Index(
        "published_at",
        *("institution", "profile_id", "published_at", "mms_id", "deleted"),
    ),
    sqlite_with_rowid=False,
)

issue = Table(
    "issue",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("run_id", TEXT, primary_key=True),
    Column("mms_id", TEXT, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("marc", LargeBinary, nullable=False),
    postgresql_with=UNCOMPRESSED,
)
"""What each run made of each record; what no row of `published` names does not count.

Apart from that, for runs store it while they work, and it is long.
"""

unpublished = Table(
    "unpublished",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("profile_id", TEXT, primary_key=True),
    Column("mms_id", TEXT, primary_key=True),
)
"""Records that failed when they were to be published; the next run tries again."""
