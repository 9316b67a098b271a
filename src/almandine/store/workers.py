"""Which worker processes are alive.

A worker works for all institutions, so this alone carries none.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from almandine.store.database import Database
from almandine.store.tables.workers import worker


class SqlWorkers:
    """The heartbeats of worker processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, worker_id: str, now: datetime) -> None:
        """Say that the worker is alive."""
        mine = update(worker).where(worker.c.worker_id == worker_id)
        with self._database.writing() as connection:
            if not connection.execute(mine.values(seen_at=now)).rowcount:
                row = {"worker_id": worker_id, "seen_at": now}
                connection.execute(insert(worker), row)

    def silent_since(self, instant: datetime) -> Sequence[str]:
        """Return the workers that have not been seen since."""
        query = select(worker.c.worker_id).where(worker.c.seen_at < instant)
        with self._database.reading() as connection:
            return connection.execute(query).scalars().all()

    def bury(self, worker_id: str) -> None:
        """Forget a worker whose runs have been given to others."""
        with self._database.writing() as connection:
            connection.execute(delete(worker).where(worker.c.worker_id == worker_id))
