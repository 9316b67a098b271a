"""Runs to which anything may happen while somebody asks for their end.

A sequence is a few events at writing transactions of a run: the process dies before
or after the commit, it is told to leave, its place is taken, or the run is asked to
stop. However they follow each other, the run ends as it was asked to.
"""

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final, Literal

from almandine.engine.abort import abort
from almandine.engine.ports import Store, Tx
from almandine.engine.run import Status
from almandine.engine.thresholds import Limits
from almandine.faults import Refused
from almandine.records.bib import Bib
from store.crashes import Crash
from store.jobs_for_tests import STAMP_ID, expected_event, stamping, stamps_of
from store.workshop import Workshop

MEMBERS: Final = 24
_STEPS: Final = 40
"""Writing transactions of a run, and a few more."""
_OFTEN: Final = Limits(max_starts=1_000_000)

Act = Literal["abort", "die before", "die after", "leave", "be overtaken"]
_ACTS: Final[tuple[Act, ...]] = (
    "die before",
    "die after",
    "leave",
    "be overtaken",
)


@dataclass(slots=True)
class Eventful:
    """A store at whose writing transactions, counted from 0, things happen."""

    store: Store
    before: Mapping[int, Callable[[], None]]
    within: Mapping[int, Callable[[], None]]
    after: Mapping[int, Callable[[], None]]
    begun: int = field(default=0)

    def read(self) -> AbstractContextManager[Tx]:
        return self.store.read()

    def decide(self) -> AbstractContextManager[Tx]:
        return self.store.decide()

    def submission(self) -> AbstractContextManager[Tx]:
        return self.store.submission()

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Tx]:
        number, self.begun = self.begun, self.begun + 1
        self.before.get(number, _nothing)()
        with self.store.write(durable=durable) as tx:
            yield tx
            self.within.get(number, _nothing)()
        self.after.get(number, _nothing)()


def _nothing() -> None:
    pass


def _die() -> None:
    raise Crash


@dataclass(slots=True)
class Sequence:
    """One run, and what happens to it."""

    site: Workshop
    run_id: str
    bibs: list[Bib]
    chunk_size: int
    range_size: int
    asked_in: Status | None = None
    """How the run stood when it was asked to stop; None while it was not."""
    kept: Counter[str] = field(default_factory=Counter[str])
    """The records that had been dealt with by then, and how often."""
    is_leaving: bool = False

    def ask(self) -> None:
        """Ask the run to stop, unless it is over."""
        site = self.site
        with suppress(Refused), site.store.write() as tx:
            found = tx.runs.find(self.run_id)
            abort(self.run_id, tx=tx, now=site.clock.now())
            if self.asked_in is None and found is not None:
                self.asked_in = found.status
                self.kept = self._events()

    def leave(self) -> None:
        self.is_leaving = True

    def overtake(self) -> None:
        """Take the place, do nothing there, and be gone."""
        with self.site.store.write() as tx:
            if tx.runs.take(self.run_id, 0):
                tx.ranges.claim(self.run_id, 0, "another")

    def carried_out(self, plan: Mapping[int, Act]) -> None:
        """Carry the run out, however often it takes."""
        site = self.site
        doing: Mapping[Act, Callable[[], None]] = {
            "abort": self.ask,
            "be overtaken": self.overtake,
            "leave": self.leave,
        }
        store = Eventful(
            site.store,
            {at: doing[act] for at, act in plan.items() if act in doing},
            {at: _die for at, act in plan.items() if act == "die before"},
            {at: _die for at, act in plan.items() if act == "die after"},
        )
        worker = site.at_bench(
            store=store, chunk_size=self.chunk_size, range_size=self.range_size
        )
        bench = replace(worker.bench, is_leaving=lambda: self.is_leaving)
        worker = replace(worker, bench=bench)
        for _ in range(len(plan) + 2):
            for shard in range(site.run_of(self.run_id).shards):
                self.is_leaving = False
                with suppress(Crash):
                    worker.execute(self.run_id, shard)

    def amiss(self) -> list[str]:
        """Return in words whatever must not have happened."""
        run, events = self.site.run_of(self.run_id), self._events()
        found = [
            f"{run.status} after it was asked to stop while {self.asked_in}"
            for status in [run.status]
            if status not in self._may_end_as()
        ]
        if run.status is Status.USER_ABORTED and events != self.kept:
            found.append(
                f"{len(events - self.kept)} records after it was asked to stop"
            )
        if run.status is not Status.USER_ABORTED and len(events) != MEMBERS:
            found.append(f"{len(events)} records of {MEMBERS}")
        found += [f"{each} twice" for each, times in events.items() if times > 1]
        if run.tally.done != len(events):
            found.append(f"counted {run.tally.done} records, did {len(events)}")
        if not all(map(self._is_whole, range(0, MEMBERS, self.range_size))):
            found.append(f"{sorted(events)} are not whole chunks")
        return [*found, *self._wrong_records(events)]

    def _may_end_as(self) -> set[Status]:
        if self.asked_in is None:
            return {Status.COMPLETED_FAILED}
        if self.asked_in is Status.FINALIZING:
            return {Status.COMPLETED_FAILED, Status.USER_ABORTED}
        return {Status.USER_ABORTED}

    def _is_whole(self, first: int) -> bool:
        """Tell whether what was done of a range, by its first member, is in chunks."""
        events = self._events()
        of_range = self.bibs[first : first + self.range_size]
        done = sum(bib.mms_id in events for bib in of_range)
        return done % self.chunk_size == 0 or done == len(of_range)

    def _wrong_records(self, events: Counter[str]) -> list[str]:
        """Return the records that are not as the events say."""
        now = self.site.bibs([bib.mms_id for bib in self.bibs])
        stamps = [
            stamps_of(b) - stamps_of(a) for a, b in zip(self.bibs, now, strict=True)
        ]
        wanted = [
            int(bib.mms_id in events and expected_event(number)[0] == "changed")
            for number, bib in enumerate(self.bibs, 1)
        ]
        return [] if stamps == wanted else [f"stamps {stamps}, expected {wanted}"]

    def _events(self) -> Counter[str]:
        return Counter(each.record_id for each in self.site.events_of(self.run_id))


class Aborting:
    """Sequences over the same bibs, one after the other."""

    def __init__(self, site: Workshop) -> None:
        self._site = site
        site.know(stamping())
        self._bibs = [bib.mms_id for bib in site.add_bibs(MEMBERS)]
        self._set_id = site.add_set(self._bibs)

    def begun(self, *, chunk_size: int, range_size: int) -> Sequence:
        """Return a run that waits for a worker."""
        site = self._site
        run = site.submit(STAMP_ID, self._set_id, limits=_OFTEN)
        bibs = list(site.bibs(self._bibs))
        return Sequence(
            site, run.run_id, bibs, chunk_size=chunk_size, range_size=range_size
        )

    def one(self, chance: Random) -> tuple[Mapping[int, Act], Sequence]:
        """Let a few things happen to a run, and return what, and the run."""
        sequence = self.begun(
            chunk_size=chance.randint(1, 8), range_size=chance.randint(3, MEMBERS)
        )
        plan: dict[int, Act] = {
            chance.randrange(_STEPS): chance.choice(_ACTS)
            for _ in range(chance.randrange(4))
        }
        for _ in range(chance.randint(1, 2)):
            plan[chance.randrange(_STEPS)] = "abort"
        sequence.carried_out(plan)
        return plan, sequence
