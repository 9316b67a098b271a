"""Kill the worker that carries a run, again and again, and time the recovery.

Which worker that is stands in the dispatcher's table; which process, in `/proc`.
"""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import select, text

from almandine.app import App
from almandine.store.tables.runs import run
from journeys.service import Service, until

_SHORTEST: Final = 0.1
_LONGEST: Final = 1.2
"""Seconds that a run goes on before it is hit again."""
_CARRIER: Final = (
    "SELECT executor_id FROM {table}"
    " WHERE workflow_uuid LIKE :run AND status = 'PENDING'"
)


@dataclass(frozen=True, slots=True)
class Killer:
    """Kills workers of one service, at instants that a seed decides."""

    service: Service
    app: App
    """On the same data directory, only to look into it."""
    chance: Random
    recoveries: list[timedelta] = field(default_factory=list[timedelta])
    """How long each run lay still: from the kill until another worker took it up."""

    def harass(self, run_id: str, kills: int) -> int:
        """Kill whoever carries the run, so many times or until it has ended.

        Returns:
            How many kills there were.
        """
        done = 0
        while done < kills:
            time.sleep(self.chance.uniform(_SHORTEST, _LONGEST))
            if not self._kill_carrier(run_id):
                break
            done += 1
        return done

    def _kill_carrier(self, run_id: str) -> bool:
        attempt = self._attempt(run_id)
        process = until(
            lambda: 0 if self._has_ended(run_id) else self._carrier(run_id),
            "some worker to carry the run",
            log=lambda: self.service.log,
        )
        if not process:
            return False
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        began = time.monotonic()
        until(
            lambda: self._attempt(run_id) > attempt or self._has_ended(run_id) or None,
            "another worker to take up the run",
            log=lambda: self.service.log,
        )
        self.recoveries.append(timedelta(seconds=time.monotonic() - began))
        return True

    def _attempt(self, run_id: str) -> int:
        query = select(run.c.attempt).where(run.c.run_id == run_id)
        with self.app.database.reading() as connection:
            return connection.execute(query).scalar_one()

    def _has_ended(self, run_id: str) -> bool:
        query = select(run.c.ended_at).where(run.c.run_id == run_id)
        with self.app.database.reading() as connection:
            return connection.execute(query).scalar_one() is not None

    def _carrier(self, run_id: str) -> int | None:
        """Return the process that carries the run; None while there is none."""
        database = self.app.database
        table = f"{'dbos.' if database.is_shared else ''}workflow_status"
        query = text(_CARRIER.format(table=table))
        with database.reading() as connection:
            named = connection.execute(query, {"run": f"%/{run_id}/%"}).scalar()
        return process_of(named, self.service.pid) if named else None


def process_of(worker_id: str, parent: int) -> int | None:
    """Return the number of a worker's process, if the service's own worker lives."""
    wanted = [b"--id", worker_id.encode(), b"--parent", b"%d" % parent]
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if words[-5:-1] == wanted:
                return int(entry.name)
    return None
