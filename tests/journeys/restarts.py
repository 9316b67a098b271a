"""A database server that crashes again and again while runs are under way.

Short runs, a few at a time, and long ones beside them; two workers. All of it has to
come to its end by itself: nobody is told that the server is away.
"""

from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from threading import Event, Thread
from time import monotonic, sleep
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from almandine.engine.ports import Unavailable
from almandine.engine.run import UNFINISHED, Status
from almandine.engine.thresholds import Limits
from almandine.faults import Refused
from almandine.store.tables.runs import run
from databases.homes import made_home
from databases.postgres import Server, serving
from journeys.worker_processes import Start, at_pace, worker_on
from store.jobs_for_tests import STAMP_ID, expected_event, stamping, stamps_of
from store.workshop import HERE, Workshop, add_institutions, bib_of

SHORT: Final = 10
"""Members of a short run."""
LONG: Final = 1_000
WORKERS: Final = 2
_SHELVES: Final = 6
"""Sets of short runs, which take turns; as many are under way at most."""
_OFTEN: Final = Limits(max_running=1_000_000, max_starts=1_000_000)
_LONGEST_AWAY: Final = 2.0
_PATIENCE: Final = 120.0
"""Seconds after the last restart within which all runs must have ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much there is to be done, and how often the server crashes meanwhile."""

    restarts: int
    short: int
    long: int
    every: tuple[float, float]
    """Seconds between two crashes, at least and at most."""
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What became of it."""

    restarts: int
    runs: int
    missing: int
    """Runs that were submitted without an error, and are not there."""
    stuck: int
    """Runs that have not ended."""
    failed: int
    """Runs that ended otherwise than they ought to."""
    lost: int
    """Records that some run did not deal with."""
    doubled: int
    longest_recovery: float
    """Seconds from the return of the server until a submission went well."""


@dataclass(slots=True)
class Restarting:
    """One execution of a plan."""

    server: Server
    site: Workshop
    plan: Plan
    sets: dict[str, Sequence[int]]
    """The numbers of the bibs in each set."""
    accepted: dict[str, str] = field(default_factory=dict[str, str])
    """The set of each run."""
    recoveries: list[float] = field(default_factory=list[float])
    returned_at: float | None = None
    over: Event = field(default_factory=Event)

    def crash_again_and_again(self) -> None:
        chance = Random(self.plan.seed)  # noqa: S311 - to be repeated
        for _ in range(self.plan.restarts):
            sleep(chance.uniform(*self.plan.every))
            self.server.stop("immediate")
            sleep(chance.uniform(0, _LONGEST_AWAY))
            self.server.start()
            self.returned_at = monotonic()
        self.over.set()

    def submit_all(self) -> None:
        """Submit until there were enough runs, and the last crash is over."""
        longs = [set_id for set_id in self.sets if set_id.startswith("long")]
        shorts = [set_id for set_id in self.sets if set_id.startswith("short")]
        while not self._is_enough():
            begun = set(self.accepted.values())
            for set_id in [each for each in longs if each not in begun][:1] + shorts:
                self.submit(set_id)
            sleep(0.1)

    def _is_enough(self) -> bool:
        wanted = self.plan.short + self.plan.long
        return self.over.is_set() and len(self.accepted) >= wanted

    def submit(self, set_id: str) -> None:
        """Submit a run; not while the server is away, or the set's last one goes on."""
        try:
            new = self.site.submit(STAMP_ID, set_id, limits=_OFTEN)
        except (Refused, DBAPIError, Unavailable):
            return
        self.accepted[new.run_id] = set_id
        if self.returned_at is not None:
            self.recoveries.append(monotonic() - self.returned_at)
            self.returned_at = None

    def wait_for_the_rest(self) -> None:
        until = monotonic() + _PATIENCE
        while self._stuck() and monotonic() < until:
            sleep(0.1)

    def _stuck(self) -> int:
        return sum(status in UNFINISHED for status in self._runs().values())

    def _runs(self) -> dict[str, Status]:
        with self.site.app.database.reading() as connection:
            rows = connection.execute(select(run.c.run_id, run.c.status))
            return {run_id: Status(status) for run_id, status in rows}

    def found(self) -> Found:
        """Return what became of it, once it is over."""
        runs = self._runs()
        events = {run_id: self._events(run_id) for run_id in runs}
        sets = {run_id: self.site.run_of(run_id).set_id for run_id in runs}
        amiss = Counter(
            kind
            for run_id, numbers in events.items()
            for number in self.sets[sets[run_id]]
            for kind in _judged(numbers[number])
        )
        # Each run stamps its bibs once, whoever did it.
        times = Counter(sets.values())
        for set_id, numbers in self.sets.items():
            bibs = self.site.bibs([bib_of(number).mms_id for number in numbers])
            for number, bib in zip(numbers, bibs, strict=True):
                wanted = times[set_id] * (expected_event(number)[0] == "changed")
                amiss["lost"] += stamps_of(bib) < wanted
                amiss["doubled"] += stamps_of(bib) > wanted
        return Found(
            restarts=self.plan.restarts,
            runs=len(runs),
            missing=len(set(self.accepted) - set(runs)),
            stuck=self._stuck(),
            failed=sum(each is not Status.COMPLETED_FAILED for each in runs.values()),
            lost=amiss["lost"],
            doubled=amiss["doubled"],
            longest_recovery=max(self.recoveries, default=0),
        )

    def _events(self, run_id: str) -> Counter[int]:
        events = self.site.events_of(run_id)
        return Counter(int(event.record_id[2:14] or 0) for event in events)


def _judged(times: int) -> list[str]:
    return ["lost"] if times < 1 else ["doubled"] * (times > 1)


def restarts(plan: Plan, directory: Path) -> Found:
    """Carry out a plan on a server of its own, and return what became of it."""
    with server_and_site(plan, directory) as restarting, ExitStack() as stack:
        for _ in range(WORKERS):
            start = Start(environment=at_pace(1))
            stack.enter_context(worker_on(restarting.site.home, start))
        crashing = Thread(target=restarting.crash_again_and_again)
        crashing.start()
        restarting.submit_all()
        crashing.join()
        restarting.wait_for_the_rest()
        return restarting.found()


@contextmanager
def server_and_site(
    plan: Plan, directory: Path, **options: object
) -> Generator[Restarting]:
    """Run a server, with such options, and open a service on it; nobody works there."""
    with ExitStack() as stack:
        server = stack.enter_context(serving(**options))
        home = made_home(directory / "data", server.databases)
        add_institutions(home)
        site = Workshop(home, institution=HERE)
        stack.callback(site.close)
        site.know(stamping())
        sets = _add_sets(site, plan.long)
        yield Restarting(server, site, plan, sets)


def _add_sets(site: Workshop, longs: int) -> dict[str, Sequence[int]]:
    """Make the sets: bibs of which no two have one in common."""
    sizes = {f"short{number}": SHORT for number in range(_SHELVES)}
    sizes |= {f"long{number}": LONG for number in range(longs)}
    site.add_bibs(sum(sizes.values()))
    sets: dict[str, Sequence[int]] = {}
    first = 1
    for set_id, size in sizes.items():
        sets[set_id] = range(first, first + size)
        site.add_set([bib_of(each).mms_id for each in sets[set_id]], set_id=set_id)
        first += size
    return sets
