"""Transactions in memory, as far as a process reaches the database."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from almandine.engine.job import Job
from almandine.engine.ports import Tx, Unavailable
from almandine.faults import Refused, RunNotCommitted, RunNotStored
from simulation.memory.fires import MemoryConfiguration, MemoryFires
from simulation.memory.queue import MemoryQueue
from simulation.memory.ranges import MemoryEvents, MemoryRanges
from simulation.memory.records import (
    FixedJobs,
    MemoryArtifacts,
    MemoryIds,
    MemoryRecords,
    MemorySets,
    NoReferences,
)
from simulation.memory.runs import MemoryRuns
from simulation.memory.tables import Tables


class Lost(Exception):  # noqa: N818 - what the driver would raise
    """The database cannot be reached, or gave the transaction up."""


class Door(Protocol):
    """What stands between a process and the database."""

    def enter(self) -> None:
        """Wait for one's turn; raises `Lost` when nobody answers."""
        ...

    def before_commit(self) -> None:
        """Raises `Lost` when the database gives the transaction up."""
        ...

    def after_commit(self, *, durable: bool) -> None:
        """Raises `Lost` when the answer is lost, though all is stored."""
        ...


def at_once() -> Door:
    """Return a door through which everybody goes at any time."""
    return _OpenDoor()


class _OpenDoor:
    def enter(self) -> None: ...

    def before_commit(self) -> None: ...

    def after_commit(self, *, durable: bool) -> None: ...


class MemoryTx:
    """Implements `engine.ports.Tx`."""

    def __init__(self, store: "MemoryStore") -> None:
        shelf = store.tables.shelves[store.institution]
        self.institution = store.institution
        self.runs = MemoryRuns(shelf)
        self.events = MemoryEvents(shelf)
        self.ranges = MemoryRanges(shelf)
        self.records = MemoryRecords(shelf)
        self.sets = MemorySets(shelf)
        self.ids = MemoryIds(shelf)
        self.artifacts = MemoryArtifacts(shelf)
        self.fires = MemoryFires(shelf)
        self.configuration = MemoryConfiguration(shelf)
        self.queue = MemoryQueue(store.tables, store.institution)
        self.jobs = FixedJobs(*store.jobs)
        self.references = NoReferences()
        self.now = store.now


@contextmanager
def transaction(tables: Tables, door: Door, *, durable: bool) -> Generator[None]:
    """Write all of the block, or nothing; nobody else writes meanwhile."""
    ledger = tables.ledger
    door.enter()
    ledger.begin()
    try:
        yield
        door.before_commit()
    except BaseException:
        ledger.roll_back()
        raise
    ledger.commit(durable=durable)
    door.after_commit(durable=durable)


@dataclass(frozen=True, eq=False)
class MemoryStore:
    """Implements `engine.ports.Store` for one institution and one process."""

    tables: Tables
    institution: str
    now: Callable[[], datetime]
    door: Door
    jobs: tuple[Job, ...] = ()
    tx: Callable[["MemoryStore"], Tx] = MemoryTx  # pyright: ignore[reportAssignmentType] - sets and configuration in part

    @contextmanager
    def read(self) -> Generator[Tx]:
        with _passing():
            self.door.enter()
        yield self.tx(self)

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Tx]:
        with _passing(), transaction(self.tables, self.door, durable=durable):
            yield self.tx(self)

    @contextmanager
    def decide(self) -> Generator[Tx]:
        with transaction(self.tables, self.door, durable=True):
            yield self.tx(self)

    @contextmanager
    def submission(self) -> Generator[Tx]:
        written = False
        try:
            with self.decide() as tx:
                yield tx
                written = True
        except Lost as error:
            fault = RunNotCommitted if written else RunNotStored
            raise Refused(fault(str(error))) from error


@contextmanager
def _passing() -> Generator[None]:
    try:
        yield
    except Lost as error:
        raise Unavailable(str(error)) from error
