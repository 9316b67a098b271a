"""API keys, and how much of its day each institution has used."""

from sqlalchemy import BigInteger, Column, Date, LargeBinary, Table, Text

from almandine.store.tables.columns import Instant, metadata

api_key = Table(
    "api_key",
    metadata,
    Column("institution", Text, primary_key=True),
    Column("key_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("lookup", Text, nullable=False, unique=True),  # the secret's beginning
    Column("digest", LargeBinary, nullable=False),  # HMAC-SHA-256 of the secret
    Column("grants", Text, nullable=False),  # as `conf,bibs:ro`
    Column("created_at", Instant, nullable=False),
    Column("last_used", Date),  # day (GMT), so that it is written once a day
)

api_usage = Table(
    "api_usage",
    metadata,
    Column("institution", Text, primary_key=True),
    Column("day", Date, primary_key=True),  # GMT
    Column("used", BigInteger, nullable=False),
)
