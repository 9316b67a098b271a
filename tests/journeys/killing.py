"""Kill the worker that carries a run, again and again, and time the recovery.

Which worker that is stands in the dispatcher's table; which process, in `/proc`.
"""

import os
import signal
import time
from collections.abc import Sequence
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
_CARRIERS: Final = (
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
    """How long it took each time until what the dead one had begun was given away."""

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
        """Kill a worker that is at the run, and wait until it is missed; tell if so."""
        found = until(
            lambda: () if self._has_ended(run_id) else self._carrier(run_id),
            "some worker to carry the run",
            log=lambda: self.service.log,
        )
        if not found:
            return False
        worker_id, process = found
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
        began = time.monotonic()
        until(
            lambda: worker_id not in self._carriers(run_id) or None,
            "another worker to take up the run",
            log=lambda: self.service.log,
        )
        self.recoveries.append(timedelta(seconds=time.monotonic() - began))
        return True

    def _has_ended(self, run_id: str) -> bool:
        query = select(run.c.ended_at).where(run.c.run_id == run_id)
        with self.app.database.reading() as connection:
            return connection.execute(query).scalar_one() is not None

    def _carrier(self, run_id: str) -> tuple[str, int] | None:
        """Return a worker that is at the run, and its process; None without one."""
        for worker_id in self._carriers(run_id):
            if process := process_of(worker_id, self.service.pid):
                return worker_id, process
        return None

    def _carriers(self, run_id: str) -> Sequence[str]:
        """Return the workers that have a place at the run, dead ones too."""
        database = self.app.database
        table = f"{'dbos.' if database.is_shared else ''}workflow_status"
        query = text(_CARRIERS.format(table=table))
        with database.reading() as connection:
            return connection.execute(query, {"run": f"%/{run_id}/%"}).scalars().all()


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
