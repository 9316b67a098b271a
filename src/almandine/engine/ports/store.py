"""Transactions of one institution, and the queue that is part of them."""

from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from almandine.engine.configuration import Configuration
from almandine.engine.ports.files import Artifacts
from almandine.engine.ports.fires import Fires
from almandine.engine.ports.harvest import Harvest
from almandine.engine.ports.imports import Imports
from almandine.engine.ports.publishing import Issues, Publications
from almandine.engine.ports.ranges import Ranges
from almandine.engine.ports.records import Ids, Jobs, Records, References
from almandine.engine.ports.runs import Events, Runs
from almandine.engine.sets.ports import Sets


class Queue(Protocol):
    """Hands runs to workers."""

    def put(self, run_id: str, shard: int = 0) -> None:
        """Have a worker take a shard's place once this transaction has committed."""
        ...

    def others_wait(self, run_id: str) -> bool:
        """Tell whether other runs wait for a worker."""
        ...

    def has(self, run_id: str) -> bool:
        """Tell whether a worker has the run, or it waits for one."""
        ...


class Tx(Protocol):
    """One transaction of one institution."""

    institution: str
    runs: Runs
    events: Events
    ranges: Ranges
    records: Records
    sets: Sets
    jobs: Jobs
    fires: Fires
    references: References
    configuration: Configuration
    ids: Ids
    artifacts: Artifacts
    imports: Imports
    publications: Publications
    issues: Issues
    harvest: Harvest
    queue: Queue

    def now(self) -> datetime:
        """Return the present instant (UTC), by the one clock that all go by."""
        ...


class Store(Protocol):
    """All that is kept, for one institution."""

    def read(self) -> AbstractContextManager[Tx]:
        """Open a transaction that only reads one consistent state."""
        ...

    def write(self, *, durable: bool = False) -> AbstractContextManager[Tx]:
        """Open a transaction that may write; it commits unless its block raises.

        A durable one is on disk when its block has ended: for what is answered or
        delivered. Others survive the death of a process, not a loss of power.
        """
        ...

    def decide(self) -> AbstractContextManager[Tx]:
        """Open a durable transaction that no other such one runs beside.

        For what others must not change between a look at it and the commit: which
        runs there are, and which sets.
        """
        ...

    def submission(self) -> AbstractContextManager[Tx]:
        """Open one of those for a run.

        Raises:
            Refused: with `RunNotStored`, `RunNotQueued` or `RunNotCommitted` where
                the database or the dispatcher fails.
        """
        ...
