"""The one place where what was raised becomes an answer."""

from collections.abc import Callable
from dataclasses import replace

from litestar.exceptions import (
    HTTPException,
    MethodNotAllowedException,
    NotFoundException,
)
from litestar.response import Response

from almandine.env import Env
from almandine.faults import InvalidParameter, NoSuchPath, Refusal, Refused
from almandine.http.gateway import admitted
from almandine.http.mount import AnyRequest
from almandine.http.refusals import Answer, confess, refuse

Handler = Callable[[AnyRequest, Exception], Response[bytes]]


def exception_handler(env: Env, is_outage: Callable[[Exception], bool]) -> Handler:
    """Return what turns anything raised into an error document.

    Args:
        env: Tells the time.
        is_outage: Tells a database that is away from a mistake of ours.
    """

    def handle(request: AnyRequest, error: Exception) -> Response[bytes]:
        answer = _answer(request, error, env, is_outage=is_outage(error))
        return Response(
            answer.body,
            status_code=answer.status,
            headers={"content-type": answer.spelling.content_type},
        )

    return handle


def _answer(
    request: AnyRequest, error: Exception, env: Env, *, is_outage: bool
) -> Answer:
    arrival = admitted(request.scope).arrival
    refusal = _refusal(error, arrival.method, arrival.raw_path)
    if refusal is None:
        return confess(error, arrival, env, is_outage=is_outage)
    answer = refuse(refusal, arrival, env)
    # Outside the contract, HTTP's own words are the clearer ones.
    if isinstance(error, HTTPException) and not arrival.path.startswith("/almaws"):
        return replace(answer, status=error.status_code)
    return answer


def _refusal(error: Exception, method: str, path: str) -> Refusal | None:
    match error:
        case Refused():
            return error.refusal
        case NotFoundException() | MethodNotAllowedException():
            return NoSuchPath(method, path)
        case HTTPException() if error.status_code < 500:  # noqa: PLR2004 - HTTP's own
            return InvalidParameter("request", path, error.detail)
        case _:
            return None
