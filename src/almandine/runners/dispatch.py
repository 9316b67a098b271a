"""Dispatch through DBOS: the only module that imports it.

DBOS keeps a queue of workflows in the same database. A workflow here is one
call: carry out this run. What the run did is in our own tables, so a workflow
may be started again at any time, by anybody.
"""

import logging
from collections.abc import Callable, Sequence
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
_POLL_SECONDS: Final = 0.2
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

CarryOut = Callable[[str, str], None]
"""Carries out a run: institution, run id."""


def prepare(url: URL) -> None:
    """Make or migrate the dispatcher's tables in the database."""
    _quieten()
    DBOS.migrate(_spelled(url))


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

    def put(self, run_id: str) -> None:
        """Have a worker take the run up once this transaction has committed.

        Raises:
            Refused: with `RunNotQueued`.
        """
        options: EnqueueOptions = {
            "workflow_name": _WORKFLOW,
            "queue_name": _QUEUE,
            "workflow_id": f"{self._institution}/{run_id}",
            "app_version": _VERSION,
        }
        try:
            self._client.enqueue_in_transaction(
                self._connection, options, self._institution, run_id
            )
        except SQLAlchemyError as error:
            raise Refused(RunNotQueued(type(error).__name__)) from error


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

        # A function of its own: DBOS writes on it, which a bound method forbids.
        @DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)
        def workflow(institution: str, run_id: str) -> None:  # pyright: ignore[reportUnusedFunction] - DBOS keeps it
            carry_out(institution, run_id)

    def start(self) -> None:
        """Begin to take runs."""
        DBOS.listen_queues([_QUEUE])
        DBOS.launch()
        DBOS.register_queue(
            _QUEUE, worker_concurrency=1, polling_interval_sec=_POLL_SECONDS
        )

    def take_over(self, worker_id: str) -> Sequence[str]:
        """Queue again what a dead worker had begun; return the workflows' ids."""
        left = DBOS.list_workflows(
            status="PENDING",
            executor_id=[worker_id],
            load_input=False,
            load_output=False,
        )
        ids = [workflow.workflow_id for workflow in left]
        if ids:
            DBOS.resume_workflows(ids, queue_name=_QUEUE)
        return ids

    def stop(self) -> None:
        """Take no more runs; one that is going on is left to another worker."""
        DBOS.destroy()


def _quieten() -> None:
    """Keep the dispatcher's own chatter out of the service's log."""
    logging.getLogger("dbos").setLevel(logging.WARNING)
