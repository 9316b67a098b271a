"""Facts about the installation, which belong to no institution."""

from sqlalchemy import Column, Table

from almandine.store.tables.columns import TEXT, metadata

installation = Table(
    "installation",
    metadata,
    Column("name", TEXT, primary_key=True),
    Column("value", TEXT, nullable=False),
)
