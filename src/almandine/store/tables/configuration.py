"""What an institution is set up with, apart from its records and sets."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, true

from almandine.store.tables.columns import TEXT, Duration, metadata


def _text(name: str) -> Column[str]:
    """Return a column of text that is empty, never null, where nothing is said."""
    return Column(name, TEXT, nullable=False)


def _key(name: str) -> Column[str]:
    return Column(name, TEXT, primary_key=True)


library = Table(
    "library",
    metadata,
    _key("institution"),
    _key("code"),
    _text("library_id"),
    _text("name"),
    _text("description"),
    Column("resource_sharing", Boolean, nullable=False),
)

location = Table(
    "location",
    metadata,
    _key("institution"),
    _key("library"),  # code of the library
    _key("code"),
    _text("name"),
    _text("external_name"),
    _text("type"),  # OPEN, CLOSED, REMOTE
    _text("remote_storage"),  # code of the remote storage
    Column("suppressed", Boolean, nullable=False),
)

remote_storage = Table(
    "remote_storage",
    metadata,
    _key("institution"),
    _key("code"),
    _text("name"),
    _text("profile_id"),
)

collection = Table(
    "collection",
    metadata,
    _key("institution"),
    _key("collection_id"),
    _text("name"),
    Index("collection_by_name", "institution", "name", unique=True),
)

rule = Table(
    "rule",
    metadata,
    _key("institution"),
    _key("name"),
    _text("text"),
)

endpoint = Table(
    "endpoint",
    metadata,
    _key("institution"),
    _key("endpoint_id"),
    _text("kind"),  # directory, sftp, ftp, ftps, s3
    _text("path"),  # of a directory; of others where they are, for people
    Column("options", TEXT, nullable=False, server_default="{}"),  # JSON
    Column("secrets", TEXT, nullable=False, server_default=""),  # JSON, encrypted
)

profile = Table(
    "profile",
    metadata,
    _key("institution"),
    _key("profile_id"),
    _text("code"),
    _text("name"),
    _text("type"),
    _text("system"),
    _text("description"),
    Column("active", Boolean, nullable=False),
    _text("parameters"),  # JSON: [[action, name, value], …]
    Index("profile_by_code", "institution", "code", unique=True),
)

job = Table(
    "job",
    metadata,
    _key("institution"),
    _key("job_id"),
    _text("job_type"),
    _text("name"),
    _text("description"),
    _text("category"),
    _text("content"),
    _text("profile_id"),
    _text("settings"),  # JSON: [[name, value], …]
    _text("schedule"),
    _text("schedule_words"),
    Column("schedule_active", Boolean, nullable=False, server_default=true()),
    Column("schedule_set", TEXT, nullable=False, server_default=""),
    Column("when_busy", TEXT, nullable=False, server_default="skip"),
    Column("catch_up", Duration, nullable=False, server_default="86400"),
    _text("creator"),
    Column("tasks", Integer, nullable=False),
    _text("closed_because"),
    Index("job_by_profile", "institution", "profile_id"),
)
