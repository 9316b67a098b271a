"""Error documents: what is said to the client, and what the log keeps."""

from dataclasses import dataclass

from structlog import get_logger
from structlog.typing import FilteringBoundLogger

from almandine.env import Env
from almandine.faults import DatabaseUnreachable, InternalError, Refusal
from almandine.http.arrival import Arrival
from almandine.wire.envelope import encode_errors, entry, tracking_id
from almandine.wire.errors import ERRORS
from almandine.wire.negotiation import Format

_log: FilteringBoundLogger = get_logger()


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished answer."""

    status: int
    spelling: Format
    body: bytes


def refuse(refusal: Refusal, arrival: Arrival, env: Env) -> Answer:
    """Return the document of a refusal, and log it under its tracking id."""
    tracking = tracking_id(env.now(), env.new_id())
    row = ERRORS[type(refusal)]
    _log.info(
        "request_refused",
        tracking_id=tracking,
        code=row.code,
        refusal=repr(refusal),
        method=arrival.method,
        path=arrival.raw_path,
    )
    return _document(refusal, arrival, tracking)


def confess(
    error: Exception, arrival: Arrival, env: Env, *, is_outage: bool = False
) -> Answer:
    """Return the document of what is no fault of the client's; the log has the rest.

    Args:
        error: What was raised.
        arrival: The request.
        env: Tells the time.
        is_outage: Whether the database is away, rather than something of ours wrong.
    """
    tracking = tracking_id(env.now(), env.new_id())
    # Who waits for a database to come back needs no traceback with each request.
    fault, details = (
        (DatabaseUnreachable(), {"reason": str(error.__cause__ or error)})
        if is_outage
        else (InternalError(), {"exc_info": error})
    )
    _log.error(
        "request_failed",
        tracking_id=tracking,
        method=arrival.method,
        path=arrival.raw_path,
        **details,
    )
    return _document(fault, arrival, tracking)


def _document(refusal: Refusal, arrival: Arrival, tracking: str) -> Answer:
    spelling = arrival.spelling
    body = encode_errors(entry(refusal, tracking), spelling=spelling)
    return Answer(ERRORS[type(refusal)].status, spelling, body)
