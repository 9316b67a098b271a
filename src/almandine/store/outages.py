"""Telling failures of a database that pass from mistakes of ours.

They pass by themselves, or when somebody makes room on the disk.
"""

import sqlite3
from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError

from almandine.engine.ports import Unavailable

_CLASSES: Final = (
    "08",  # the connection failed
    "40",  # the transaction was rolled back: a deadlock, or a conflict
    "57P",  # the server was stopped, or starts
)
_STATES: Final = frozenset(
    {
        "25P03",  # slept in a transaction, and was thrown out
        "53100",  # the disk is full
        "53300",  # too many connections
        "55P03",  # the lock was not to be had
    }
)
_KINDS: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL})
"""Somebody writes for too long; the disk is full."""


def is_outage(error: BaseException) -> bool:
    """Tell whether the same may go well a moment later."""
    if isinstance(error, Unavailable):
        return True
    if not isinstance(error, DBAPIError):
        return False
    return error.connection_invalidated or _passes(error.orig)


def _passes(cause: BaseException | None) -> bool:
    if isinstance(cause, sqlite3.OperationalError):
        # The lowest byte tells the kind, the others more of it.
        return cause.sqlite_errorcode & 0xFF in _KINDS
    if not isinstance(cause, psycopg.OperationalError):
        return False
    # Whoever cannot connect at all is told nothing by the server.
    state = cause.sqlstate or "08"
    return state.startswith(_CLASSES) or state in _STATES
