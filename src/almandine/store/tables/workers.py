"""Worker processes, by their heartbeats."""

from sqlalchemy import Column, Table

from almandine.store.tables.columns import TEXT, Instant, metadata

worker = Table(
    "worker",
    metadata,
    Column("worker_id", TEXT, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)
