"""A crew of workers at long runs, of whom one after the other is killed.

The crew is that of `almandine serve`: it hires somebody for each that dies, and says
who is dead. The instants come from a seed.
"""

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from random import Random
from time import sleep
from typing import Final

from almandine.cli import crew
from almandine.cli.workers import declare_dead
from almandine.engine.run import Run, Status
from almandine.engine.thresholds import Limits
from almandine.records.kind import Kind
from databases.homes import Home
from journeys.worker_processes import (
    Start,
    WorkerProcess,
    at_pace,
    at_work,
    has_ended,
    until,
    wait_for,
    worker_on,
)
from store.jobs_for_tests import STAMP_ID, expected_event, stamping, stamps_of
from store.workshop import EXPORT, HERE, Workshop, add_institutions, bib_of

_OFTEN: Final = Limits(max_starts=1_000_000)
_SHORTEST: Final = 0.1
_LONGEST: Final = 1.2
"""Seconds that a run goes on before it is hit again."""
_LOAD: Final = 5_000
_BINARY: Final = ("task_ExportBibParams_outputFormat_string", "ISO2709")
_PATIENCE: Final = 180.0
_AT_FULL_PACE: Final = Start(environment=at_pace(0, chunk_size=1000, range_size=10_000))


@dataclass(slots=True)
class Found:
    """What became of the runs."""

    kills: int = 0
    runs: int = 0
    amiss: Counter[str] = field(default_factory=Counter[str])
    """Records that were lost or doubled, runs that failed, files that differ."""
    longest_recovery: float = 0
    """Seconds from a kill until what the worker had begun was given to others."""


@dataclass(slots=True)
class Hunted:
    """A crew, and who hunts it."""

    site: Workshop
    chance: Random
    members: int
    set_id: str
    crew: Mapping[str, WorkerProcess]
    found: Found = field(default_factory=Found)
    stampings: int = 0
    """Runs that added a field to each record."""

    def stamp(self, kills: int) -> None:
        """Run a job that adds a field, until there were so many kills."""
        until_then = self.found.kills + kills
        while self.found.kills < until_then:
            run = self._harassed(STAMP_ID, until_then)
            events = Counter(each.record_id for each in self.site.events_of(run.run_id))
            self._judge(run, Status.COMPLETED_FAILED, self.members, len(events))
            self.found.amiss["doubled"] += sum(n > 1 for n in events.values())
            self.stampings += 1
        numbers = range(1, self.members + 1)
        bibs = self.site.bibs([bib_of(number).mms_id for number in numbers])
        for number, bib in zip(numbers, bibs, strict=True):
            wanted = self.stampings * (expected_event(number)[0] == "changed")
            self.found.amiss["lost"] += stamps_of(bib) < wanted
            self.found.amiss["doubled"] += stamps_of(bib) > wanted

    def export(self, kills: int) -> None:
        """Run an export, until there were so many kills; compare it with a calm one."""
        calm = self._digest(self._harassed(EXPORT, 0))
        until_then = self.found.kills + kills
        while self.found.kills < until_then:
            run = self._harassed(EXPORT, until_then)
            self._judge(run, Status.COMPLETED_SUCCESS, self.members, run.tally.done)
            self.found.amiss["files that differ"] += self._digest(run) != calm

    def _harassed(self, job_id: str, kills: int) -> Run:
        """Carry out a run, during which there are kills until so many in all."""
        parameters = [_BINARY] if job_id == EXPORT else []
        submitted = self.site.submit(job_id, self.set_id, parameters, limits=_OFTEN)
        run_id = submitted.run_id
        while self.found.kills < kills:
            sleep(self.chance.uniform(_SHORTEST, _LONGEST))
            if has_ended(self.site.run_of(run_id)):
                break
            self._kill_somebody()
        self.found.runs += 1
        return wait_for(self.site, run_id, has_ended, _PATIENCE)

    def _kill_somebody(self) -> None:
        """Kill a worker that is at work, if there is one, and time the take-over."""
        busy = sorted(set(at_work(self.site.home)) & set(self.crew))
        if not busy:
            return
        victim = self.crew[self.chance.choice(busy)]
        with suppress(ProcessLookupError):
            victim.process.kill()
        took = until(
            lambda: victim.worker_id not in at_work(self.site.home),
            f"others to take over from {victim.worker_id}",
            self.site.home,
        )
        self.found.kills += 1
        self.found.longest_recovery = max(self.found.longest_recovery, took)

    def _judge(self, run: Run, wanted: Status, members: int, done: int) -> None:
        self.found.amiss["failed"] += run.status is not wanted
        self.found.amiss["lost"] += max(members - min(done, run.tally.done), 0)
        self.found.amiss["doubled"] += max(run.tally.done - members, 0)

    def _digest(self, run: Run) -> str:
        # Not all that lies there: whoever ended the run is about to tidy up.
        with self.site.store.read() as tx:
            [made] = tx.artifacts.of(run.run_id)
        workspace = self.site.app.workspace_of(self.site.institution)
        whole = workspace.path(run.run_id, made.name).read_bytes()
        return sha256(whole).hexdigest()


@contextmanager
def hunted(
    home: Home,
    *,
    members: int,
    seed: int,
    workers: int = 2,
    start: Start = _AT_FULL_PACE,
) -> Generator[Hunted]:
    """Fill a home, and let a crew work there."""
    add_institutions(home)
    site = Workshop(home, institution=HERE)
    site.know(stamping())
    set_id = _fill(site, members)
    with ExitStack() as stack:
        stack.callback(site.close)
        hired: dict[str, WorkerProcess] = {}
        staff = crew.Crew(
            size=workers,
            start=_hiring(home, start, hired, stack),
            new_id=site.app.env.new_id,
            declare_dead=lambda worker_id: declare_dead(site.app, worker_id),
            now=lambda: datetime.now(UTC),
        )
        stack.enter_context(crew.at_work(staff))
        chance = Random(seed)  # noqa: S311 - to be repeated
        yield Hunted(site, chance, members, set_id, hired)


def _hiring(
    home: Home, start: Start, hired: dict[str, WorkerProcess], stack: ExitStack
) -> Callable[[str], crew.Process]:
    def hire(worker_id: str) -> crew.Process:
        named = replace(start, worker_id=worker_id)
        hired[worker_id] = stack.enter_context(worker_on(home, named))
        return hired[worker_id].process

    return hire


def _fill(site: Workshop, members: int) -> str:
    set_id = site.add_set()
    for first in range(1, members + 1, _LOAD):
        numbers = range(first, min(first + _LOAD, members + 1))
        bibs = [bib_of(number) for number in numbers]
        # A transaction in which nothing is sent for seconds is given up by the server.
        with site.store.write() as tx:
            tx.records.write(Kind.BIB, bibs)
            tx.sets.add_members(set_id, [bib.mms_id for bib in bibs])
    return set_id


def kill_workers(home: Home, *, kills: int, members: int, seed: int) -> Found:
    """Kill workers amid a record job, then amid an export; return what became of it."""
    with hunted(home, members=members, seed=seed) as hunt:
        hunt.stamp(kills - kills // 2)
        hunt.export(kills // 2)
    return hunt.found
