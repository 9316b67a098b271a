"""Sets and the members of itemized ones."""

from sqlalchemy import Boolean, Column, Index, Table

from almandine.store.tables.columns import TEXT, Instant, metadata

record_set = Table(
    "record_set",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("set_id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("name_words", TEXT, nullable=False),  # as `store.words` spells them
    Column("content", TEXT, nullable=False),
    Column("type", TEXT, nullable=False),
    Column("description", TEXT, nullable=False),
    Column("query", TEXT, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_by", TEXT, nullable=False),
    Column("created_by_words", TEXT, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("modified_at", Instant, nullable=False),
    Index("record_set_name", "institution", "name", unique=True),
    Index("record_set_newest", "institution", "created_at", "set_id"),
)

set_member = Table(
    "set_member",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("set_id", TEXT, primary_key=True),
    Column("record_id", TEXT, primary_key=True),
    # The rows are their own index, in the order in which members are walked.
    sqlite_with_rowid=False,
)
