"""SQLite as the store: pragmas, and transactions that take their lock first."""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event

_BUSY_TIMEOUT_MS = 30_000
_ASK_EVERY_MS = 1
_PAGE_BYTES = 16_384
"""Of a new file. Bibs have 2 kB, so that most pages of the usual 4 kB would hold one;
jobs write the rows of a page together. ADR 0031 has the figures."""
_LOG_PAGES = 250
"""After which the log is brought into the file; so it has 4 MB on disk, not 16."""
_CACHE_KIB = 1_024
"""Of a connection. It forgets all of it whenever another process writes: the system's
own cache serves as well, and all processes have that one in common."""


def open_sqlite(file: Path) -> Engine:
    """Return an engine on the file, creating the file at the first connection."""
    engine = create_engine(
        f"sqlite:///{file}",
        pool_size=32,
        max_overflow=32,
        # The connection used last: one page cache is warm, and the others stay empty.
        pool_use_lifo=True,
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
    connection.execute(f"PRAGMA page_size={_PAGE_BYTES}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(f"PRAGMA wal_autocheckpoint={_LOG_PAGES}")
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
    driver: Any = connection.connection.dbapi_connection
    synchronous = "FULL" if options.get("durable") else "NORMAL"
    driver.execute(f"PRAGMA synchronous={synchronous}")
    # SQLite's own waiting sleeps longer each time, up to 100 ms, and whoever asks
    # most often is served first: under load some would wait for seconds.
    driver.execute(f"PRAGMA busy_timeout={_ASK_EVERY_MS}")
    try:
        _wait_for_lock(connection, driver)
    finally:
        driver.execute(f"PRAGMA busy_timeout={_BUSY_TIMEOUT_MS}")


def _wait_for_lock(connection: Connection, driver: Any) -> None:  # noqa: ANN401 - the driver's
    for _ in range(_BUSY_TIMEOUT_MS // _ASK_EVERY_MS):
        try:
            driver.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                break
        else:
            return
    # Once more, for an error of the kind that others know.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
