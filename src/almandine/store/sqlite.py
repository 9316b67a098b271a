"""SQLite as the store: pragmas, and transactions that take their lock first."""

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

_BUSY_TIMEOUT_MS = 30_000
_CACHE_KIB = 16_384


def open_sqlite(file: Path) -> Engine:
    """Return an engine on the file, creating the file at the first connection."""
    engine = create_engine(
        f"sqlite:///{file}",
        pool_size=32,
        max_overflow=32,
        # Values may be readers' names or keys; they stay out of tracebacks.
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_connection(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
    # The driver must not begin transactions by itself: `_begin` does.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute(f"PRAGMA cache_size=-{_CACHE_KIB}")


def _begin(connection: Connection) -> None:
    """Begin as the options say: a writer takes the lock before it reads.

    A transaction that reads first and writes later fails at once when another
    writer was between; waiting at the start is the only wait that works.
    """
    options = connection.get_execution_options()
    if not options.get("writes"):
        connection.exec_driver_sql("BEGIN")
        return
    synchronous = "FULL" if options.get("durable") else "NORMAL"
    connection.exec_driver_sql(f"PRAGMA synchronous={synchronous}")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
