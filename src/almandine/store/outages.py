"""Telling a database that is away from a mistake of ours."""

from typing import Final

import psycopg
from sqlalchemy.exc import DBAPIError

_PASSING: Final = frozenset({"", "08", "53", "57"})
"""Classes of SQLSTATE: never reached, connection lost, no resources, operator."""


def is_outage(error: BaseException) -> bool:
    """Tell whether a server could not be reached, or broke off: later, it may do."""
    if not isinstance(error, DBAPIError):
        return False
    cause = error.orig
    return error.connection_invalidated or (
        isinstance(cause, psycopg.OperationalError)
        and (cause.sqlstate or "")[:2] in _PASSING
    )
