"""API keys, and how much of its day each institution has used."""

from sqlalchemy import BigInteger, Column, Date, LargeBinary, Table

from almandine.store.tables.columns import TEXT, Instant, metadata

api_key = Table(
    "api_key",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("key_id", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("lookup", TEXT, nullable=False, unique=True),  # the secret's beginning
    Column("digest", LargeBinary, nullable=False),  # HMAC-SHA-256 of the secret
    Column("grants", TEXT, nullable=False),  # as `conf,bibs:ro`
    Column("created_at", Instant, nullable=False),
    Column("last_used", Date),  # day (GMT), so that it is written once a day
)

api_usage = Table(
    "api_usage",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("day", Date, primary_key=True),  # GMT
    Column("used", BigInteger, nullable=False),
)
