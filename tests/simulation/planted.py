"""Bugs put into the product on purpose: the simulation must find each of them.

A test that never found anything proves nothing; these are the tests of the test. Each
replaces one part of the product by one that is wrong in one way.
"""

from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from almandine.engine.catalogue import Catalogue
from almandine.engine.execute import Worker
from almandine.engine.ports import (
    Courier,
    DeliveryFailed,
    Fire,
    Fires,
    Range,
    Store,
    Tx,
)
from almandine.engine.run import Event, Run, Status, Tally
from almandine.engine.submit import Submission, Submitted, submit
from almandine.engine.thresholds import Limits, Standing
from simulation.jobs import SEND
from simulation.memory.queue import MemoryQueue, begun_by
from simulation.memory.ranges import MemoryEvents, MemoryRanges
from simulation.memory.runs import MemoryRuns
from simulation.memory.store import MemoryStore, MemoryTx
from simulation.memory.tables import Claimed, RangeKey, Tables
from simulation.product import Product
from simulation.simulate import Story, quieten, simulate


@dataclass(frozen=True)
class Planted:
    """A bug, and what must notice it."""

    product: Product
    found_by: frozenset[str]
    """Invariants of which at least one does not hold."""


class UnsureRanges(MemoryRanges):
    """Stores a range without a look at what is stored."""

    def save(self, span: Range, *, before: Range) -> None:
        super().save(span, before=self._own(span).span)


class LooseRanges(UnsureRanges):
    """Lets an overtaken attempt go on with its range."""

    def _own(self, span: Range) -> Claimed:
        return self.rows.get((span.run_id, span.range_no)) or Claimed(span)


class EagerRanges(MemoryRanges):
    """Gives out ranges whose turn has not come."""

    def _free(self, run_id: str) -> list[RangeKey]:
        return [key for key in self._undone(run_id) if self.rows[key].shard is None]


class UnseenRanges(MemoryRanges):
    """Shows nobody that another turn has come."""

    def are_free(self, run_id: str, *, after: int = -1) -> bool:
        return after < 0 and super().are_free(run_id)


class HeldRanges(MemoryRanges):
    """Leaves the ranges of those who vanished with them."""

    def release_all(self, run_id: str) -> None: ...


class HastyRuns(MemoryRuns):
    """Takes a run to its end while some of its ranges are not done."""

    def is_left(self, run_id: str) -> bool:
        return False


class DeafRuns(MemoryRuns):
    """Does not hear that a run is to stop."""

    def advance(self, run_id: str, tally: Tally) -> bool:
        super().advance(run_id, tally)
        return False


class UncountedRuns(MemoryRuns):
    """Gives the same fencing token to each attempt."""

    def take(self, run_id: str, shard: int) -> Run | None:
        taken = super().take(run_id, shard)
        return taken and self._put(replace(taken, attempt=max(1, taken.attempt - 1)))


class UnfencedRuns(MemoryRuns):
    """Stores what any attempt says."""

    def save(self, changed: Run) -> Run:
        latest = self.rows[changed.run_id]
        stored = replace(changed, attempt=latest.attempt, shards=latest.shards)
        return self._put(replace(stored, carrier=latest.carrier))


class SingleRuns(MemoryRuns):
    """Sees no run on the same set."""

    def standing(
        self, job_id: str, *, set_id: str, profile_id: str, since: datetime, starts: int
    ) -> Standing:
        standing = super().standing(
            job_id, set_id=set_id, profile_id=profile_id, since=since, starts=starts
        )
        return replace(standing, overlapping=None)


class SilentTx(MemoryTx):
    """Calls for nobody where a range is given back."""

    def __init__(self, store: MemoryStore) -> None:
        super().__init__(store)
        ranges, queue = self.ranges, self.queue
        release: Callable[[Range], None] = ranges.release

        def give_back(span: Range) -> None:
            release(span)
            self.queue = _NoQueue(queue.tables, queue.institution)

        ranges.release = give_back


class _NoQueue(MemoryQueue):
    def put(self, run_id: str, shard: int = 0) -> None: ...


def with_parts(**parts: Callable[[Any], Any]) -> Product:
    """Return the product with other parts of transactions."""

    def tx(store: MemoryStore) -> Tx:
        made = MemoryTx(store)
        for name, part in parts.items():
            setattr(made, name, part(store.tables.shelves[store.institution]))
        return made  # pyright: ignore[reportReturnType] - sets in part

    return Product(tx=tx)


@dataclass(frozen=True)
class Wrapped:
    """A store that does as another one does."""

    store: Store

    def read(self) -> AbstractContextManager[Tx]:
        return self.store.read()

    def write(self, *, durable: bool = False) -> AbstractContextManager[Tx]:
        return self.store.write(durable=durable)

    def decide(self) -> AbstractContextManager[Tx]:
        return self.store.decide()

    def submission(self) -> AbstractContextManager[Tx]:
        return self.store.submission()


class Careless(Wrapped):
    """Waits for the disk nowhere but at submissions."""

    def write(self, *, durable: bool = False) -> AbstractContextManager[Tx]:
        return self.store.write()


class Forgetful(Wrapped):
    """Answers submissions before they are on disk."""

    def submission(self) -> AbstractContextManager[Tx]:
        return self.store.write()


class LateEvents(Wrapped):
    """Stores the events of a chunk after it, in a transaction of their own."""

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Tx]:
        late: list[tuple[str, int, list[Event]]] = []
        with self.store.write(durable=durable) as tx:
            tx.events = _Noting(tx.events, late)  # pyright: ignore[reportArgumentType, reportAttributeAccessIssue]
            yield tx
        if late:
            with self.store.write() as tx:
                for run_id, range_no, events in late:
                    tx.events.add(run_id, range_no, events)


class _Noting(MemoryEvents):
    def __init__(
        self,
        events: MemoryEvents,
        late: list[tuple[str, int, list[Event]]],
    ) -> None:
        super().__init__(events.shelf)
        self.late = late

    def add(self, run_id: str, range_no: int, events: Iterable[Event]) -> None:
        self.late.append((run_id, range_no, list(events)))


class EarlyTimes(Wrapped):
    """Looks at the next time of a schedule before the line, and not in it."""

    @contextmanager
    def submission(self) -> Generator[Tx]:
        with self.store.read() as tx:
            before = tx.fires.find(SEND.job_id)
        with self.store.submission() as tx:
            tx.fires = _Remembered(tx.fires, before)
            yield tx


@dataclass(frozen=True)
class _Remembered:
    fires: Fires
    before: Fire | None

    def find(self, job_id: str) -> Fire | None:
        return self.before

    def put(self, fire: Fire) -> None:
        self.fires.put(fire)

    def drop(self, job_id: str) -> None:
        self.fires.drop(job_id)


class EarlyChecks(Wrapped):
    """Looks at the thresholds before the transaction that decides, and not in it."""

    @contextmanager
    def submission(self) -> Generator[Tx]:
        with self.store.submission() as tx:
            assert isinstance(tx.runs, MemoryRuns)
            tx.runs = _Unlimited(tx.runs.shelf)
            yield tx


class _Unlimited(MemoryRuns):
    def standing(
        self, job_id: str, *, set_id: str, profile_id: str, since: datetime, starts: int
    ) -> Standing:
        return Standing(None, 0, None)


@dataclass(frozen=True)
class Boasting:
    """A courier that says it has delivered what it has not."""

    courier: Courier

    def deliver(self, source: Path, *, endpoint: str, directory: str) -> str:
        try:
            return self.courier.deliver(source, endpoint=endpoint, directory=directory)
        except DeliveryFailed:
            return f"{endpoint}/{source.name}"


def boast(worker: Worker, run_id: str, shard: int) -> Status | None:
    boasting = replace(worker, courier=Boasting(worker.courier))
    return boasting.execute(run_id, shard)


def submit_within_half_an_hour(
    asked: Submission, *, store: Store, catalogue: Catalogue, limits: Limits
) -> Submitted:
    shorter = replace(limits, window=timedelta(minutes=30))
    return submit(asked, store=store, catalogue=catalogue, limits=shorter)


def all_but_one(tables: Tables, executor: str) -> list[str]:
    return begun_by(tables, executor)[1:]


def find_nothing(_workers: object, _dispatcher: object) -> None: ...


def _planted(product: Product, *found_by: str) -> Planted:
    return Planted(product, frozenset(found_by))


PLANTED: Final = {
    "a range is saved whoever has it": _planted(
        with_parts(ranges=LooseRanges), "I5", "I8", "I11"
    ),
    "a range is saved whatever was lost": _planted(
        with_parts(ranges=UnsureRanges), "I5", "I8"
    ),
    "a turn comes too early": _planted(with_parts(ranges=EagerRanges), "I15"),
    "who ends a turn calls for nobody": _planted(
        with_parts(ranges=UnseenRanges), "I13"
    ),
    "a rescue leaves ranges with the lost": _planted(
        with_parts(ranges=HeldRanges), "I4"
    ),
    "a run ends while ranges are left": _planted(with_parts(runs=HastyRuns), "I5"),
    "a request to stop is not heard": _planted(with_parts(runs=DeafRuns), "I10"),
    "attempts are not counted": _planted(with_parts(runs=UncountedRuns), "I5", "I7"),
    "a run is saved whoever has it": _planted(with_parts(runs=UnfencedRuns), "I7"),
    "runs overlap": _planted(with_parts(runs=SingleRuns), "I3"),
    "who leaves calls for nobody": _planted(Product(tx=SilentTx), "I13"),  # pyright: ignore[reportArgumentType]
    "nothing waits for the disk": _planted(Product(store=Careless), "I5", "I7", "I9"),
    "a submission does not wait for the disk": _planted(Product(store=Forgetful), "I4"),
    "events are stored after their chunk": _planted(Product(store=LateEvents), "I5"),
    "thresholds are read too early": _planted(
        Product(store=EarlyChecks), "I1", "I2", "I3"
    ),
    "the next time is read too early": _planted(Product(store=EarlyTimes), "I14"),
    "the hour has thirty minutes": _planted(
        Product(submit=submit_within_half_an_hour), "I2"
    ),
    "a delivery is recorded that never was": _planted(Product(execute=boast), "I9"),
    "a take-over forgets one": _planted(Product(begun_by=all_but_one), "I4"),
    "nobody looks for the forgotten": _planted(
        Product(find_the_forgotten=find_nothing), "I4"
    ),
}


def first_found(name: str, weeks: int) -> Story | None:
    """Return the first of so many weeks in which a planted bug is noticed."""
    quieten()
    planted = PLANTED[name]
    for seed in range(weeks):
        story = simulate(seed, planted.product)
        if planted.found_by & {each.invariant for each in story.violations}:
            return story
    return None
