"""A worker process: takes runs, says that it lives, and buries the dead.

A worker that was killed is found by its silence. Any other worker then queues
again what it had begun; the run goes on at its last checkpoint. A worker that
was only frozen finds itself fenced and leaves the run alone.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

import structlog

from almandine.env import Env

HEARTBEAT = timedelta(seconds=1)
SILENCE = timedelta(seconds=5)
"""A worker that was not seen for so long counts as dead."""

TIDY_EVERY = timedelta(hours=1)

log = structlog.get_logger()


class Workers(Protocol):
    """The heartbeats of all workers."""

    def beat(self, worker_id: str) -> None:
        """Say that the worker is alive."""
        ...

    def silent_for(self, silence: timedelta) -> Sequence[str]:
        """Return the workers that have not been seen for longer than that."""
        ...

    def bury(self, worker_id: str) -> None:
        """Forget a worker whose runs have been given to others."""
        ...


class Takes(Protocol):
    """What a worker needs of the dispatcher."""

    def start(self) -> None:
        """Begin to take runs."""
        ...

    def take_over(self, worker_id: str) -> Sequence[str]:
        """Queue again what a dead worker had begun."""
        ...


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """The main loop of a worker process."""

    worker_id: str
    workers: Workers
    dispatcher: Takes
    env: Env
    tidy: Callable[[], None]
    """What is to be done once an hour."""

    def work(self, stopping: Callable[[], bool]) -> None:
        """Take runs until `stopping` says so."""
        self.workers.beat(self.worker_id)
        self.dispatcher.start()
        log.info("worker_started", worker=self.worker_id)
        tidied_at = self.env.now()
        while not stopping():
            now = self.env.now()
            self.workers.beat(self.worker_id)
            self.bury_the_dead()
            if now - tidied_at >= TIDY_EVERY:
                tidied_at = now
                self.tidy()
            self.env.sleep(HEARTBEAT)
        log.info("worker_stopped", worker=self.worker_id)

    def bury_the_dead(self) -> None:
        """Give the runs of silent workers to whoever is alive."""
        for dead in self.workers.silent_for(SILENCE):
            taken_over = self.dispatcher.take_over(dead)
            self.workers.bury(dead)
            tell = log.warning if taken_over else log.info
            tell("worker_gone", worker=dead, runs_taken_over=len(taken_over))
