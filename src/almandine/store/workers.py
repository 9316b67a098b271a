"""Which worker processes are alive.

A worker works for all institutions, so this alone carries none.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import delete, func, insert, select, update

from almandine.store.database import Database
from almandine.store.tables.workers import worker

LONG_AGO: Final = timedelta(days=1)
"""Longer than any silence that is borne."""


class SqlWorkers:
    """The heartbeats of worker processes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, worker_id: str) -> None:
        """Say that the worker is alive."""
        self._note(worker_id, timedelta())

    def declare_dead(self, worker_id: str) -> None:
        """Let the next worker that looks around take over what this one had begun."""
        self._note(worker_id, LONG_AGO)

    def _note(self, worker_id: str, since: timedelta) -> None:
        mine = update(worker).where(worker.c.worker_id == worker_id)
        with self._database.writing() as connection:
            now = self._database.now(connection) - since
            if not connection.execute(mine.values(seen_at=now)).rowcount:
                row = {"worker_id": worker_id, "seen_at": now}
                connection.execute(insert(worker), row)

    def silent_for(self, silence: timedelta) -> Sequence[str]:
        """Return the workers that have not been seen for longer than that."""
        with self._database.reading() as connection:
            since = self._database.now(connection) - silence
            query = select(worker.c.worker_id).where(worker.c.seen_at < since)
            return connection.execute(query).scalars().all()

    def claim_silent(self, silence: timedelta) -> Sequence[str]:
        """Return the workers that have not been seen for so long, to be buried.

        Nobody else gets them for as long again.
        """
        if not self.silent_for(silence):
            return ()  # A look every second should not wait for those who write.
        with self._database.writing() as connection:
            now = self._database.now(connection)
            claimed = (
                update(worker)
                .where(worker.c.seen_at < now - silence)
                .values(seen_at=now)
                .returning(worker.c.worker_id)
            )
            return connection.execute(claimed).scalars().all()

    def alive(self, silence: timedelta) -> int:
        """Count the workers that were seen since."""
        with self._database.reading() as connection:
            since = self._database.now(connection) - silence
            query = select(func.count()).where(worker.c.seen_at >= since)
            return connection.execute(query).scalar_one()

    def known(self) -> Sequence[str]:
        """Return the workers that were seen and not buried since."""
        with self._database.reading() as connection:
            return connection.execute(select(worker.c.worker_id)).scalars().all()

    def bury(self, worker_id: str) -> None:
        """Forget a worker whose runs have been given to others."""
        with self._database.writing() as connection:
            connection.execute(delete(worker).where(worker.c.worker_id == worker_id))
