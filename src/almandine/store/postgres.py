"""PostgreSQL as the store: how connections are set up, and how transactions begin."""

from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from typing import Any, Final

from psycopg import Cursor, ServerCursor, pq
from psycopg.types.array import ListBinaryDumper
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

OLDEST: Final = 14
"""The oldest release that is supported."""

_SCHEMES: Final = frozenset({"postgresql", "postgres", "postgresql+psycopg"})
_SERVER_SETTINGS: Final = {
    # A worker that is frozen, or cut off, in the midst of a transaction holds its
    # locks until the server ends it: before others count it as dead.
    "idle_in_transaction_session_timeout": "5s",
    "tcp_keepalives_idle": "3",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "6000",
    # Only what is answered or delivered waits for the disk; see `_begin`.
    "synchronous_commit": "off",
    "timezone": "UTC",
    # A table that is filled from nothing grows faster than its statistics. A plan that
    # was good for ten rows must not stay when there are a million, and reading the
    # whole table must not look cheaper than finding a thousand rows by their keys.
    "plan_cache_mode": "force_custom_plan",
    "random_page_cost": "1.1",
}
_CLIENT_SETTINGS: Final = {
    # The other side of the same: a worker that is cut off finds out by itself.
    "connect_timeout": 5,
    "keepalives_idle": 3,
    "keepalives_interval": 1,
    "keepalives_count": 3,
    "tcp_user_timeout": 6000,
    "application_name": "almandine",
}
_SUBMISSIONS: Final = 0x0A1AD
"""The class of these advisory locks, so that they are no one else's."""
_MIGRATIONS: Final = 0x0A1AE
"""The class of the one lock that migrations take."""
_IMPORTS: Final = 0x0A1AF
"""The class of the locks that imports take before they store records."""
_SERVER_TIME: Final = select(func.clock_timestamp())
_STAMP: Final = text(
    "SELECT CASE WHEN pg_current_xact_id() IS NOT NULL THEN clock_timestamp() END"
)
"""The time, once the transaction has a number by which others see that it writes."""
_OLDEST_CHANGE: Final = text(
    "SELECT least(statement_timestamp(), min(xact_start)) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_xid IS NOT NULL"
    " AND pid <> pg_backend_pid()"
)
_ANY_WRITE: Final = select(func.pg_logical_emit_message(True, "almandine", ""))  # noqa: FBT003 - the server's
_LINE_UP: Final = text("SELECT pg_advisory_xact_lock(:ours, hashtext(:institution))")
_MIGRATE_ALONE: Final = text("SELECT pg_advisory_xact_lock(:ours, 0)")


class BadUrl(Exception):  # noqa: N818 - a fact about the URL
    """The URL does not lead to a PostgreSQL database; the text says why."""


class _BinaryCursor(Cursor[Any]):
    """A cursor whose results come as they are: text would double a record's bytes."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - the driver's
        super().__init__(*arguments, **options)
        self.format = pq.Format.BINARY


class _BinaryServerCursor(ServerCursor[Any]):
    """The same for results that are fetched piece by piece."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - the driver's
        super().__init__(*arguments, **options)
        self.format = pq.Format.BINARY


def read_url(url: str) -> URL:
    """Return the URL with the driver that we use.

    Raises:
        BadUrl: when it is none, or names another kind of database.
    """
    try:
        read = make_url(url)
    except ArgumentError:
        raise BadUrl("expected postgresql://user@host/database") from None
    if read.drivername not in _SCHEMES:
        raise BadUrl(f"{read.drivername} is not supported; expected postgresql://…")
    return read.set(drivername="postgresql+psycopg")


def open_postgres(url: str) -> Engine:
    """Return an engine on the database.

    Raises:
        BadUrl: when the URL names no PostgreSQL database.
    """
    engine = create_engine(
        read_url(url),
        pool_size=32,
        max_overflow=32,
        pool_use_lifo=True,
        # Values may be readers' names or keys; they stay out of tracebacks.
        hide_parameters=True,
        connect_args={
            **_CLIENT_SETTINGS,
            "options": " ".join(
                f"-c {name}={value}" for name, value in _SERVER_SETTINGS.items()
            ),
            "cursor_factory": _BinaryCursor,
        },
    )
    event.listen(engine, "connect", _set_up_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up_connection(connection: Any, _record: object) -> None:  # noqa: ANN401 - the driver's
    # The driver must not begin transactions by itself: `_begin` does.
    connection.autocommit = True
    connection.server_cursor_factory = _BinaryServerCursor
    # Arrays carry whole chunks of records; as text, each value would be quoted.
    connection.adapters.register_dumper(list, ListBinaryDumper)


def _begin(connection: Connection) -> None:
    """Begin as the options say.

    A reader sees one state of the whole database, a writer what others have
    committed before each of its statements: it goes on where they ended.
    """
    options = connection.get_execution_options()
    if not options.get("writes"):
        connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return
    connection.exec_driver_sql("BEGIN")
    if options.get("durable"):
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO on")


def line_up(connection: Connection, institution: str) -> None:
    """Wait until no other transaction of the institution's line is under way."""
    bound = {"ours": _SUBMISSIONS, "institution": institution}
    connection.execute(_LINE_UP, bound)


def line_up_imports(connection: Connection, institution: str) -> None:
    """Wait until no other import of the institution is about to store records."""
    connection.execute(_LINE_UP, {"ours": _IMPORTS, "institution": institution})


def migrate_alone(connection: Connection) -> None:
    """Wait until no other transaction that migrates is under way."""
    connection.execute(_MIGRATE_ALONE, {"ours": _MIGRATIONS})


def server_time(connection: Connection) -> datetime:
    """Return the present instant by the server's clock (UTC)."""
    return connection.execute(_SERVER_TIME).scalar_one()


def stamp(connection: Connection) -> datetime:
    """Return the present instant for what this transaction writes (UTC)."""
    return connection.execute(_STAMP).scalar_one()


def oldest_change(connection: Connection) -> datetime:
    """Return when the oldest transaction began in which others write now (UTC)."""
    return connection.execute(_OLDEST_CHANGE).scalar_one()


def allow_pauses(connection: Connection) -> None:
    """Bear with a transaction that waits for a file meanwhile, such as a backup's.

    It holds no lock that another process of ours waits for; a disk or a network that
    stands still for some seconds must not cost the whole of it.
    """
    connection.exec_driver_sql(
        "SET LOCAL idle_in_transaction_session_timeout TO '15min'"
    )


def keep_out(connection: Connection) -> None:
    """Have everybody wait who would make an institution before this one has ended."""
    connection.exec_driver_sql("LOCK TABLE institution IN EXCLUSIVE MODE")


def look_over(engine: Engine, tables: Sequence[str]) -> None:
    """Have the server look over tables that were filled: what is visible, and how much.

    It would do so by itself, a minute later and beside the first run, which meanwhile
    marks every row as visible: measured, a third of the speed of the second one.
    """
    # Rows whose commit is not on disk yet cannot be marked: one that waits for the disk
    # takes those before it along.
    with engine.connect().execution_options(writes=True, durable=True) as connection:
        connection.execute(_ANY_WRITE)
        connection.commit()
    with closing(engine.raw_connection()) as connection:
        connection.cursor().execute(f"VACUUM (ANALYZE) {', '.join(tables)}")
