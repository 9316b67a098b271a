"""A transaction of one institution: the parts of the store on one connection."""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import datetime
from functools import partial

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from almandine.engine.configuration import Configuration
from almandine.engine.ports import (
    Artifacts,
    Events,
    Fires,
    Harvest,
    Ids,
    Imports,
    Issues,
    Jobs,
    Publications,
    Queue,
    Ranges,
    Records,
    References,
    Runs,
    Unavailable,
)
from almandine.engine.sets.ports import Sets
from almandine.env import Env
from almandine.faults import Refused, RunNotCommitted, RunNotStored
from almandine.store.artifacts import SqlArtifacts
from almandine.store.configuration import SqlConfiguration
from almandine.store.database import Database
from almandine.store.events import SqlEvents
from almandine.store.fires import SqlFires
from almandine.store.ids import SqlIds
from almandine.store.imports import SqlImports
from almandine.store.jobs import SqlJobs
from almandine.store.outages import is_outage
from almandine.store.publishing import SqlHarvest, SqlIssues, SqlPublications
from almandine.store.ranges import SqlRanges
from almandine.store.records import SqlRecords
from almandine.store.references import SqlReferences
from almandine.store.runs import SqlRuns
from almandine.store.sets import SqlSets

QueueOf = Callable[[Connection], Queue]
"""Binds the dispatcher to a transaction."""


class SqlTx:
    """Implements `engine.ports.Tx` on one connection."""

    def __init__(
        self, connection: Connection, institution: str, parts: "SqlStore"
    ) -> None:
        env = parts.env
        self.institution = institution
        self.queue: Queue = parts.queue_of(connection)
        self._connection = connection
        self._database = parts.database
        # Not methods of this one: who is in a cycle, and all the records that it
        # holds, goes only when garbage is collected.
        stamp = partial(parts.database.stamp, connection)
        settled = partial(parts.database.settled, connection)
        self.runs: Runs = SqlRuns(connection, institution)
        self.events: Events = SqlEvents(connection, institution)
        self.ranges: Ranges = SqlRanges(connection, institution)
        self.records: Records = SqlRecords(connection, institution, stamp)
        self.sets: Sets = SqlSets(connection, institution)
        self.jobs: Jobs = SqlJobs(connection, institution, env.now)
        self.fires: Fires = SqlFires(connection, institution)
        self.references: References = SqlReferences(connection, institution)
        self.configuration: Configuration = SqlConfiguration(connection, institution)
        self.ids: Ids = SqlIds(connection, institution)
        self.artifacts: Artifacts = SqlArtifacts(connection, institution)
        self.publications: Publications = SqlPublications(
            connection, institution, settled
        )
        self.issues: Issues = SqlIssues(connection, institution)
        self.harvest: Harvest = SqlHarvest(connection, institution)
        self.imports: Imports = SqlImports(connection, institution)

    def now(self) -> datetime:
        """Return the present instant (UTC), by the one clock that all go by."""
        return self._database.now(self._connection)


@contextmanager
def _what_passes_told() -> Generator[None]:
    """Tell failures that may be over a moment later from those that are not."""
    try:
        yield
    except DBAPIError as error:
        if is_outage(error):
            raise Unavailable(f"{type(error.orig).__name__}: {error.orig}") from error
        raise


class SqlStore:
    """Implements `engine.ports.Store` for one institution."""

    def __init__(
        self, database: Database, institution: str, queue_of: QueueOf, env: Env
    ) -> None:
        self.database = database
        self.queue_of = queue_of
        self.env = env
        self._institution = institution

    def _tx(self, connection: Connection) -> SqlTx:
        return SqlTx(connection, self._institution, self)

    @contextmanager
    def read(self) -> Generator[SqlTx]:
        """Open a transaction that only reads one consistent state."""
        with _what_passes_told(), self.database.reading() as connection:
            yield self._tx(connection)

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[SqlTx]:
        """Open a transaction that commits unless its block raises."""
        with (
            _what_passes_told(),
            self.database.writing(durable=durable) as connection,
        ):
            yield self._tx(connection)

    @contextmanager
    def decide(self) -> Generator[SqlTx]:
        """Open a durable transaction that no other such one runs beside."""
        with self.database.deciding(self._institution) as connection:
            yield self._tx(connection)

    @contextmanager
    def submission(self) -> Generator[SqlTx]:
        """Open one that tells what fails in the words of the contract."""
        written = False
        try:
            with self.decide() as tx:
                yield tx
                written = True
        except SQLAlchemyError as error:
            fault = RunNotCommitted if written else RunNotStored
            raise Refused(fault(type(error).__name__)) from error
