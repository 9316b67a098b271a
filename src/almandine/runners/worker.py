"""A worker process: takes runs, says that it lives, and buries the dead.

A worker that was killed is found by its silence. Any other worker then queues
again what it had begun; the run goes on at its last checkpoint. A worker that
was only frozen finds itself fenced and leaves the run alone. One that is told to end
takes no more runs, stops at the next chunk, and calls for somebody to go on.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Protocol

import structlog

from almandine.env import Env

HEARTBEAT = timedelta(seconds=1)
SILENCE = timedelta(seconds=5)
"""A worker that was not seen for so long counts as dead."""

START_EVERY = timedelta(seconds=1)
"""How often a worker looks for what has fallen due."""
TIDY_EVERY = timedelta(hours=1)
RESCUE_EVERY = timedelta(seconds=10)
PATIENCE = timedelta(seconds=4)
"""How long a worker that is to end may go on with what it has in hand: shorter than
the silence after which others take it away."""

log = structlog.get_logger()


class Workers(Protocol):
    """The heartbeats of all workers."""

    def beat(self, worker_id: str) -> None:
        """Say that the worker is alive."""
        ...

    def claim_silent(self, silence: timedelta) -> Sequence[str]:
        """Return the workers that have not been seen for so long, to be buried.

        Nobody else gets them for as long again: of two who queue the same runs, the
        second would take them away from whoever has begun them by then.
        """
        ...

    def bury(self, worker_id: str) -> None:
        """Forget a worker whose runs have been given to others."""
        ...

    def declare_dead(self, worker_id: str) -> None:
        """Let the next worker that looks around take over what this one had begun."""
        ...

    def known(self) -> Collection[str]:
        """Return the workers that were seen and not buried since."""
        ...


class Takes(Protocol):
    """What a worker needs of the dispatcher."""

    def start(self) -> None:
        """Begin to take runs."""
        ...

    def take_over(self, worker_id: str) -> Sequence[str]:
        """Queue again what a dead worker had begun."""
        ...

    def executors(self) -> Collection[str]:
        """Return the workers that have begun something and not ended it."""
        ...

    def resume_forgotten(self) -> Sequence[str]:
        """Queue again what this worker is said to have begun and knows nothing of."""
        ...

    def stop(self, patience: timedelta) -> None:
        """Take no more runs, and wait for so long until the present one is left."""
        ...


@dataclass(frozen=True, slots=True)
class Chore:
    """What each worker does now and then, whoever else does it too."""

    do: Callable[[], None]
    every: timedelta


@dataclass(frozen=True, slots=True)
class WorkerProcess:
    """The main loop of a worker process."""

    worker_id: str
    workers: Workers
    dispatcher: Takes
    env: Env
    chores: Sequence[Chore]
    leaving: Event
    """Set when the worker is to end at the next opportunity."""

    def work(self, stopping: Callable[[], bool]) -> None:
        """Take runs until `stopping` says so; then leave what is in hand to others."""
        self.workers.beat(self.worker_id)
        self.dispatcher.start()
        log.info("worker_started", worker=self.worker_id)
        done_at = dict.fromkeys(self.chores, self.env.now())
        while not stopping():
            self._look_around(done_at)
            self.env.sleep(HEARTBEAT)
        self.leaving.set()
        self.dispatcher.stop(PATIENCE)
        self._say_goodbye()
        log.info("worker_stopped", worker=self.worker_id)

    def _look_around(self, done_at: dict[Chore, datetime]) -> None:
        """Beat, and do what is due; a database that is away is a reason to wait."""
        try:
            self.workers.beat(self.worker_id)
            self.bury_the_dead()
            for chore, at in done_at.items():
                if self.env.now() - at >= chore.every:
                    done_at[chore] = self.env.now()
                    chore.do()
        except Exception as error:  # noqa: BLE001 - whatever it was, the next look may go well
            log.warning("worker_cannot_look_around", error=repr(error))

    def _say_goodbye(self) -> None:
        try:
            self.workers.declare_dead(self.worker_id)
        except Exception as error:  # noqa: BLE001 - its silence will tell the others
            log.warning("worker_cannot_say_goodbye", error=repr(error))

    def bury_the_dead(self) -> None:
        """Give the runs of silent workers to whoever is alive."""
        for dead in self.workers.claim_silent(SILENCE):
            taken_over = self.dispatcher.take_over(dead)
            self.workers.bury(dead)
            tell = log.warning if taken_over else log.info
            tell("worker_gone", worker=dead, runs_taken_over=len(taken_over))


def find_the_forgotten(workers: Workers, dispatcher: Takes) -> None:
    """Queue again what nobody works at, though somebody is said to.

    A worker that thaws after its burial may begin a run and die before its heart beats
    again: then nobody misses it. And where the database breaks off the moment in which
    a run is handed out, the worker that has it does not know.
    """
    # In this order: whoever begins something was seen before.
    for stranger in sorted(set(dispatcher.executors()).difference(workers.known())):
        # So that one of all who find it takes over what it has.
        workers.declare_dead(stranger)
        log.warning("worker_unknown", worker=stranger)
    if resumed := dispatcher.resume_forgotten():
        log.warning("runs_forgotten", runs_resumed=len(resumed))
