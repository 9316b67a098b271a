"""What each publishing profile has published, and up to when it has looked."""

from sqlalchemy import DDL, Boolean, Column, Index, LargeBinary, Table, event

from almandine.store.tables.columns import TEXT, Instant, metadata

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
    Column("run_id", TEXT, nullable=False),
    Column("marc", LargeBinary, nullable=False),  # as it was published last
    # With all that tells what is out there: the rows are long.
    Index(
        "published_at",
        *("institution", "profile_id", "published_at", "mms_id", "deleted"),
    ),
)

# To pack records costs the server as much time as to store them.
event.listen(
    published,
    "after_create",
    DDL("ALTER TABLE published ALTER COLUMN marc SET STORAGE EXTERNAL").execute_if(
        dialect="postgresql"
    ),
)

unpublished = Table(
    "unpublished",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("profile_id", TEXT, primary_key=True),
    Column("mms_id", TEXT, primary_key=True),
)
"""Records that failed when they were to be published; the next run tries again."""
