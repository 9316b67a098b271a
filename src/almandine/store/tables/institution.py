"""Institutions, and the counters that their ids come from."""

from sqlalchemy import BigInteger, Column, Table

from almandine.store.tables.columns import TEXT, metadata

institution = Table(
    "institution",
    metadata,
    Column("code", TEXT, primary_key=True),
    Column("name", TEXT, nullable=False),
    Column("suffix", TEXT, nullable=False),  # the four digits that end every id
    Column("timezone", TEXT, nullable=False),
    Column("currency", TEXT, nullable=False),
)

sequence = Table(
    "sequence",
    metadata,
    Column("institution", TEXT, primary_key=True),
    Column("what", TEXT, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
