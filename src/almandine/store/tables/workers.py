"""Worker processes, by their heartbeats."""

from sqlalchemy import Column, Table, Text

from almandine.store.tables.columns import Instant, metadata

worker = Table(
    "worker",
    metadata,
    Column("worker_id", Text, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)
