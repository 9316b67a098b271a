"""Dispatch through DBOS: the only module that imports it.

DBOS keeps a queue of workflows in the same database. A workflow here is one
call: take this place at this run. What the run did is in our own tables, so a workflow
may be started again at any time, by anybody.
"""

import logging
import math
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final

from dbos import (
    DBOS,
    DBOSClient,
    DBOSConfig,
    DBOSPortableJSONSerializer,
    EnqueueOptions,
)
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import SQLAlchemyError

from almandine.faults import Refused, RunNotQueued

_QUEUE: Final = "runs"
_WORKFLOW: Final = "carry_out"
_APPLICATION: Final = "almandine"
_VERSION: Final = "1"
"""Of the workflow's shape, not of the program: any worker takes any run."""
_SETTINGS: Final[dict[str, Any]] = {
    "worker_concurrency": 1,
    # Partitions are institutions. They are asked in random order, one at a time:
    # nobody's thousand runs stand before somebody else's one.
    "partition_worker_concurrency": 1,
    "polling_interval_sec": 0.2,
}
"""Of the queue."""
_POOL: Final = 8
"""Connections; DBOS starves itself with fewer than twice its threads."""

_SERVER_SETTINGS: Final = {
    "connect_timeout": 5,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 6000,
    "application_name": "almandine dispatch",
}
"""How soon a machine that is cut off from the server finds out."""

_ACTIVE: Final = ["ENQUEUED", "PENDING"]
_GLANCE: Final = 10
"""Waiting ones looked at: a run has one that waits, seldom two."""

Dispatched = frozenset[tuple[str, str]]
"""Institution and run id."""

CarryOut = Callable[[str, str, int], None]
"""Takes a place at a run: institution, run id, shard."""


def prepare(url: URL, client: DBOSClient) -> None:
    """Make or migrate the dispatcher's tables in the database, and its queue in them.

    A worker looks for queues once a second: one that is there before it starts is found
    at once.
    """
    _quieten()
    DBOS.migrate(_spelled(url))
    if client.retrieve_queue(_QUEUE) is None:
        client.register_queue(_QUEUE, **_SETTINGS)


def open_engine(url: URL) -> Engine:
    """Return an engine for the dispatcher's own transactions.

    It begins them itself, on SQLite with the write lock, so it cannot share the
    engine of the store, which begins them too.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = create_engine(
        url,
        pool_size=_POOL,
        max_overflow=_POOL,
        hide_parameters=True,
        connect_args={} if is_sqlite else _SERVER_SETTINGS,
    )
    event.listen(engine, "connect", _set_up_sqlite if is_sqlite else _set_up_server)
    return engine


def _spelled(url: URL) -> str:
    return url.render_as_string(hide_password=False)


def _set_up_server(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
    # A worker that is frozen in mid-transaction must not hold the queue's rows.
    connection.execute("SET idle_in_transaction_session_timeout TO '5s'")
    connection.commit()


def _set_up_sqlite(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
    connection.isolation_level = "IMMEDIATE"
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


class DbosQueue:
    """Implements `engine.ports.Queue` within a transaction of the store."""

    def __init__(
        self, client: DBOSClient, connection: Connection, institution: str
    ) -> None:
        self._client = client
        self._connection = connection
        self._institution = institution

    def put(self, run_id: str, shard: int = 0) -> None:
        """Have a worker take a shard's place once this transaction has committed.

        Raises:
            Refused: with `RunNotQueued`.
        """
        options: EnqueueOptions = {
            "workflow_name": _WORKFLOW,
            "queue_name": _QUEUE,
            "workflow_id": _place(self._institution, run_id, shard),
            "queue_partition_key": self._institution,
            "app_version": _VERSION,
        }
        try:
            self._client.enqueue_in_transaction(
                self._connection, options, self._institution, run_id, shard
            )
        except SQLAlchemyError as error:
            raise Refused(RunNotQueued(type(error).__name__)) from error

    def others_wait(self, run_id: str) -> bool:
        """Tell whether other runs wait for a worker."""
        mine = f"{self._institution}/{run_id}/"
        waiting = self._client.list_queued_workflows(
            queue_name=_QUEUE, status="ENQUEUED", limit=_GLANCE, load_input=False
        )
        return any(not each.workflow_id.startswith(mine) for each in waiting)

    def has(self, run_id: str) -> bool:
        """Tell whether a worker has the run, or it waits for one."""
        found = self._client.list_workflows(
            workflow_id_prefix=f"{self._institution}/{run_id}/",
            status=_ACTIVE,
            limit=1,
            load_input=False,
            load_output=False,
        )
        return bool(found)


def dispatched(client: DBOSClient) -> Dispatched:
    """Return the runs that a workflow stands for: it waits, or a worker has it."""
    found = client.list_workflows(
        queue_name=_QUEUE, status=_ACTIVE, load_input=False, load_output=False
    )
    return frozenset(run_of(each.workflow_id) for each in found)


def run_of(workflow_id: str) -> tuple[str, str]:
    """Return institution and run of a workflow, whatever place at the run it takes."""
    institution, run_id, *_ = [*workflow_id.split("/"), ""]
    return institution, run_id


def open_client(engine: Engine) -> DBOSClient:
    """Return what puts runs into the queue."""
    _quieten()
    return DBOSClient(
        system_database_engine=engine,
        serializer=DBOSPortableJSONSerializer(),
        application_name=_APPLICATION,
        lazy=True,
    )


class Dispatcher:
    """Takes runs out of the queue, one at a time, in a worker process."""

    def __init__(self, engine: Engine, worker_id: str, carry_out: CarryOut) -> None:
        _quieten()
        config: DBOSConfig = {
            "name": _APPLICATION,
            "system_database_engine": engine,
            "system_database_url": _spelled(engine.url),
            "executor_id": worker_id,
            "application_version": _VERSION,
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "log_level": "WARNING",
            "enable_otlp": False,
        }
        DBOS(config=config)

        self._worker_id = worker_id
        self._at_work: list[str] = []
        self._suspects: frozenset[str] = frozenset()
        """What this worker had begun at the last look, and did not work at."""

        # A function of its own: DBOS writes on it, which a bound method forbids.
        @DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)
        def workflow(institution: str, run_id: str, shard: int) -> None:  # pyright: ignore[reportUnusedFunction] - DBOS keeps it
            place = _place(institution, run_id, shard)
            self._at_work.append(place)
            try:
                carry_out(institution, run_id, shard)
            finally:
                self._at_work.remove(place)

    def start(self) -> None:
        """Begin to take runs."""
        DBOS.listen_queues([_QUEUE])
        DBOS.launch()
        # It is there; an earlier release may have had it worked in another way.
        DBOS.register_queue(_QUEUE, **_SETTINGS)

    def take_over(self, worker_id: str) -> Sequence[str]:
        """Queue again what a dead worker had begun; return the workflows' ids."""
        left = [place for place, executor in _begun() if executor == worker_id]
        if left:
            DBOS.resume_workflows(left, queue_name=_QUEUE)
        return left

    def executors(self) -> frozenset[str]:
        """Return the workers that have begun something and not ended it."""
        return frozenset(executor for _, executor in _begun())

    def resume_forgotten(self) -> Sequence[str]:
        """Queue again what this worker is said to have begun and knows nothing of.

        Only what was so at the last look too: it may be about to begin.
        """
        mine = {place for place, executor in _begun() if executor == self._worker_id}
        idle = mine.difference(self._at_work)
        forgotten = sorted(idle & self._suspects)
        self._suspects = frozenset(idle)
        if forgotten:
            DBOS.resume_workflows(forgotten, queue_name=_QUEUE)
        return forgotten

    def stop(self, patience: timedelta) -> None:
        """Take no more runs, and wait for so long until the present one is left."""
        waiting = math.ceil(patience.total_seconds()) if self._at_work else 0
        DBOS.destroy(workflow_completion_timeout_sec=waiting)


def _begun() -> list[tuple[str, str]]:
    """Return all places that have a worker, each with that worker."""
    found = DBOS.list_workflows(
        status="PENDING", queue_name=_QUEUE, load_input=False, load_output=False
    )
    return [(each.workflow_id, each.executor_id or "") for each in found]


def _place(institution: str, run_id: str, shard: int) -> str:
    """Return the id of the workflow that takes a shard's place."""
    return f"{institution}/{run_id}/{shard}"


def _quieten() -> None:
    """Keep the dispatcher's own chatter out of the service's log."""
    logging.getLogger("dbos").setLevel(logging.WARNING)
