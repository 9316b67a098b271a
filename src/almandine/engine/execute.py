"""Carry out a run: from QUEUED to its end, from wherever it was left.

All state is in the store. Whoever calls `execute` for a run and a shard takes that
place over, which fences everyone who had it before; so it may be called again at any
time, after any crash, and the run goes on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from almandine.engine.attempt import Attempt
from almandine.engine.delivering import Patience
from almandine.engine.jobtype import JobType
from almandine.engine.ports import Courier, Fenced, Unavailable
from almandine.engine.run import UNFINISHED, Status
from almandine.engine.work import Bench, Leaving
from almandine.env import Env

_MONTH = timedelta(days=30)
_PATIENCE: Final = Patience()
_SHORTEST_WAIT: Final = timedelta(milliseconds=250)
_LONGEST_WAIT: Final = timedelta(seconds=1)
"""Between two tries while the database cannot be reached; half as long again at most.
Whoever is asked to stop as it comes back has two seconds for it."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Everything needed to carry out the runs of one institution."""

    bench: Bench
    courier: Courier
    job_types: Mapping[str, JobType[Any]]
    env: Env
    range_size: int = 10_000
    """Members of a range; an export that limits its files takes that limit."""
    retention: timedelta = _MONTH
    """How long artifacts are kept."""
    patience: Patience = _PATIENCE

    def execute(self, run_id: str, shard: int = 0) -> Status | None:
        """Take a shard's place at a run, and return how the run ended.

        Returns None when it had ended before or is unknown, when others are left to
        end it, or when this worker is to leave and has called for another. While the
        database cannot be reached, it waits: nobody else could be called.
        """
        wait = _SHORTEST_WAIT
        while True:
            try:
                return self._attempt(run_id, shard)
            except Unavailable:
                self.env.sleep(wait * (0.5 + self.env.jitter()))
                wait = min(2 * wait, _LONGEST_WAIT)

    def _attempt(self, run_id: str, shard: int) -> Status | None:
        # Durable: a token that a loss of power took back would be given twice.
        with self.bench.store.write(durable=True) as tx:
            run = tx.runs.take(run_id, shard)
        if run is None:
            self._tidy_up(run_id)
            return None
        attempt = Attempt(
            bench=self.bench,
            courier=self.courier,
            env=self.env,
            patience=self.patience,
            job_types=self.job_types,
            retention=self.retention,
            range_size=self.range_size,
            token=self.env.new_id(),
            shard=shard,
            run=run,
        )
        try:
            status = attempt.to_the_end()
        except Leaving:
            return None
        except Fenced:
            self._tidy_up(run_id)
            return None
        return None if status in UNFINISHED else status

    def _tidy_up(self, run_id: str) -> None:
        """Remove what whoever ended the run may have died too early to remove."""
        with self.bench.store.read() as tx:
            run = tx.runs.find(run_id)
            made = tx.artifacts.of(run_id)
        if run is None or run.status in UNFINISHED:
            return
        if made:
            self.bench.workspace.drop_parts(run_id)
        else:
            # What was overtaken may have made a file since the run was broken off.
            self.bench.workspace.drop(run_id)
