"""Many processes that look for what is due, on one clock, and are killed at it (R3)."""

from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import Barrier, Thread
from typing import Final, cast

from sqlalchemy import select

from almandine.engine import fires
from almandine.engine.job import Job
from almandine.engine.ports import Store, Tx, Unavailable
from almandine.faults import Refused
from almandine.store.tables.runs import run
from databases.homes import Home
from store.crashes import Crash
from store.desk import FLAG
from store.workshop import Clock, Workshop

JOB_ID: Final = "M7000"
OFTEN: Final = timedelta(minutes=1)
"""Between two times of the job."""
_HEADS: Final = 0.3
"""How often a process dies at a transaction."""


def scheduled(schedule: str, set_id: str = "s1") -> Job:
    """Return a manual job that a schedule starts."""
    return Job(
        job_id=JOB_ID,
        job_type="suppress_bibs",
        name="Hide",
        description="Hide",
        category="INFORMATION_UPDATE",
        content="BIB_MMS",
        settings=((FLAG, "true"),),
        schedule=schedule,
        schedule_set=set_id,
    )


@dataclass(frozen=True, slots=True)
class Mortal:
    """A store whose process may die before or after it has submitted a run."""

    store: Store
    chance: Random

    @contextmanager
    def submission(self) -> Generator[Tx]:
        with self.store.submission() as tx:
            yield tx
            if self.chance.random() < _HEADS:
                raise Crash
        if self.chance.random() < _HEADS:
            raise Crash


@dataclass(slots=True)
class Schedulers:
    """So many processes on one home, all of which look at every minute."""

    sites: Sequence[Workshop]
    clock: Clock
    seed: int
    kills: int = 0
    errors: list[BaseException] = field(default_factory=list[BaseException])

    def watch(self, times: int) -> None:
        """Look, all at once, at each of so many times at which the job is due."""
        barrier = Barrier(len(self.sites) + 1)
        threads = [
            Thread(target=self._look, args=(site, number, barrier, times))
            for number, site in enumerate(self.sites)
        ]
        for each in threads:
            each.start()
        for _ in range(times):
            self.clock.move(OFTEN)
            barrier.wait()
            barrier.wait()
        for each in threads:
            each.join()
        self._start_due(self.sites[0], self.sites[0].store)

    def _look(self, site: Workshop, number: int, barrier: Barrier, times: int) -> None:
        chance = Random(self.seed + number)  # noqa: S311 - to be repeated
        for _ in range(times):
            barrier.wait()
            try:
                mortal = cast("Store", Mortal(site.store, chance))
                self._start_due(site, mortal)
            except (Refused, Unavailable) as error:
                self.errors.append(error)
            barrier.wait()

    def _start_due(self, site: Workshop, store: Store) -> None:
        """Start what is due; a process that dies is started again at the next time."""
        try:
            while fires.fire(JOB_ID, store=store, catalogue=site.catalogue):
                pass
        except Crash:
            self.kills += 1

    def amiss(self, times: int) -> dict[str, int]:
        """Return how many times were missed, and how many started twice."""
        begin = self.clock.instant - OFTEN * times
        wanted = {begin + OFTEN * number for number in range(1, times + 1)}
        found = Counter(due_times(self.sites[0]))
        return {
            "missed": len(wanted - set(found)),
            "doubled": sum(found.values()) - len(found),
            "unasked": len(set(found) - wanted),
        }


def due_times(site: Workshop) -> list[datetime]:
    """Return the time of each run that the schedule asked for, oldest first."""
    query = select(run.c.due_at).where(run.c.job_id == JOB_ID).order_by(run.c.due_at)
    with site.app.database.reading() as connection:
        return list(connection.execute(query).scalars())


@contextmanager
def schedulers(home: Home, *, count: int, seed: int) -> Generator[Schedulers]:
    """Open so many processes on a home, with a job that is due every minute."""
    clock = Clock()
    with ExitStack() as stack:
        sites = [
            stack.enter_context(closing(Workshop(home, clock=clock)))
            for _ in range(count)
        ]
        sites[0].add_set()
        sites[0].add_job(scheduled("* * * * *"))
        sites[0].app.plan_schedules()
        yield Schedulers(sites, clock, seed)
