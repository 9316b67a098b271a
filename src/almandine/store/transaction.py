"""A transaction of one institution: the parts of the store on one connection."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from almandine.engine.configuration import Configuration
from almandine.engine.ports import (
    Artifacts,
    Events,
    Ids,
    Jobs,
    Queue,
    Ranges,
    Records,
    References,
    Runs,
)
from almandine.engine.sets.ports import Sets
from almandine.env import Env
from almandine.faults import Refused, RunNotCommitted, RunNotStored
from almandine.store.artifacts import SqlArtifacts
from almandine.store.configuration import SqlConfiguration
from almandine.store.database import Database
from almandine.store.events import SqlEvents
from almandine.store.ids import SqlIds
from almandine.store.jobs import SqlJobs
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
        self, connection: Connection, institution: str, queue: Queue, env: Env
    ) -> None:
        self.institution = institution
        self.queue = queue
        self.runs: Runs = SqlRuns(connection, institution)
        self.events: Events = SqlEvents(connection, institution)
        self.ranges: Ranges = SqlRanges(connection, institution)
        self.records: Records = SqlRecords(connection, institution, env.now)
        self.sets: Sets = SqlSets(connection, institution)
        self.jobs: Jobs = SqlJobs(connection, institution, env.now)
        self.references: References = SqlReferences(connection, institution)
        self.configuration: Configuration = SqlConfiguration(connection, institution)
        self.ids: Ids = SqlIds(connection, institution)
        self.artifacts: Artifacts = SqlArtifacts(connection, institution)


class SqlStore:
    """Implements `engine.ports.Store` for one institution."""

    def __init__(
        self, database: Database, institution: str, queue_of: QueueOf, env: Env
    ) -> None:
        self._database = database
        self._institution = institution
        self._queue_of = queue_of
        self._env = env

    def _tx(self, connection: Connection) -> SqlTx:
        queue = self._queue_of(connection)
        return SqlTx(connection, self._institution, queue, self._env)

    @contextmanager
    def read(self) -> Generator[SqlTx]:
        """Open a transaction that only reads one consistent state."""
        with self._database.reading() as connection:
            yield self._tx(connection)

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[SqlTx]:
        """Open a transaction that commits unless its block raises."""
        with self._database.writing(durable=durable) as connection:
            yield self._tx(connection)

    @contextmanager
    def submission(self) -> Generator[SqlTx]:
        """Open a durable transaction that no other submission runs beside."""
        written = False
        try:
            with self._database.submissions.joined() as connection:
                yield self._tx(connection)
                written = True
        except SQLAlchemyError as error:
            fault = RunNotCommitted if written else RunNotStored
            raise Refused(fault(type(error).__name__)) from error
