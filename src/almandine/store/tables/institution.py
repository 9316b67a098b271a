"""Institutions, and the counters that their ids come from."""

from sqlalchemy import BigInteger, Column, Table, Text

from almandine.store.tables.columns import metadata

institution = Table(
    "institution",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("suffix", Text, nullable=False),  # the four digits that end every id
    Column("timezone", Text, nullable=False),
    Column("currency", Text, nullable=False),
)

sequence = Table(
    "sequence",
    metadata,
    Column("institution", Text, primary_key=True),
    Column("what", Text, primary_key=True),
    Column("last", BigInteger, nullable=False),
)
