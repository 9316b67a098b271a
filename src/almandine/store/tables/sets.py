"""Sets and the members of itemized ones."""

from sqlalchemy import Boolean, Column, Index, Table, Text

from almandine.store.tables.columns import Instant, metadata

record_set = Table(
    "record_set",
    metadata,
    Column("institution", Text, primary_key=True),
    Column("set_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("name_words", Text, nullable=False),  # as `store.words` spells them
    Column("content", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("query", Text, nullable=False),
    Column("private", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_by_words", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("modified_at", Instant, nullable=False),
    Index("record_set_name", "institution", "name", unique=True),
    Index("record_set_newest", "institution", "created_at", "set_id"),
)

set_member = Table(
    "set_member",
    metadata,
    Column("institution", Text, primary_key=True),
    Column("set_id", Text, primary_key=True),
    Column("record_id", Text, primary_key=True),
    # The rows are their own index, in the order in which members are walked.
    sqlite_with_rowid=False,
)
