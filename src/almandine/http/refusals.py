"""Error documents: what is said to the client, and what the log keeps."""

from dataclasses import dataclass

from structlog import get_logger
from structlog.typing import FilteringBoundLogger

from almandine.env import Env
from almandine.faults import InternalError, Refusal
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


def confess(error: Exception, arrival: Arrival, env: Env) -> Answer:
    """Return the document of a fault of ours; the traceback goes to the log only."""
    tracking = tracking_id(env.now(), env.new_id())
    _log.error(
        "request_failed",
        tracking_id=tracking,
        method=arrival.method,
        path=arrival.raw_path,
        exc_info=error,
    )
    return _document(InternalError(), arrival, tracking)


def _document(refusal: Refusal, arrival: Arrival, tracking: str) -> Answer:
    spelling = arrival.spelling
    body = encode_errors(entry(refusal, tracking), spelling=spelling)
    return Answer(ERRORS[type(refusal)].status, spelling, body)
