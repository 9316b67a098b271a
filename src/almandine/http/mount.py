"""Makes handlers of the web framework from routes."""

import asyncio
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from typing import Any

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.response.streaming import ASGIStreamingResponse

from almandine.engine.access import Key
from almandine.http.call import Call
from almandine.http.gateway import admitted
from almandine.http.refusals import Answer
from almandine.http.route import ROOT, Document, Route
from almandine.wire.body import encode
from almandine.wire.description import WireObject
from almandine.wire.links import Links
from almandine.wire.negotiation import Format

AnyRequest = Request[Any, Any, Any]


def mount(routes: Iterable[Route]) -> Sequence[HTTPRouteHandler]:
    """Return one handler for each route."""
    return [_handler(route) for route in routes]


def _handler(route: Route) -> HTTPRouteHandler:
    async def handle(request: AnyRequest) -> ASGIResponse:
        call = _call(request, await request.body())
        spelling = admitted(request.scope).arrival.spelling
        if route.at_once:
            return _answered(route.answer(call), spelling)
        result = await asyncio.to_thread(route.answer, call)
        return _answered(result, spelling)

    return HTTPRouteHandler(
        path=f"{ROOT}{route.path}",
        http_method=route.method,  # pyright: ignore[reportArgumentType] - a literal
        # Only a default, which `response` overrules; that of DELETE allows no body.
        status_code=HTTPStatus.OK,
        include_in_schema=False,
    )(handle)


def key_of(request: AnyRequest) -> Key:
    """Return the key that a request came with."""
    key = admitted(request.scope).key
    if key is None:
        raise LookupError(f"{request.url.path} is outside the gate")
    return key


def institution_of(request: AnyRequest) -> str:
    """Return the code of the institution that a request is about."""
    return key_of(request).institution


def _call(request: AnyRequest, body: bytes) -> Call:
    known = admitted(request.scope)
    content_type = known.arrival.headers.get(b"content-type")
    return Call(
        key=key_of(request),
        links=Links(known.origin),
        path=request.path_params,
        query=known.arrival.query,
        content_type=content_type.decode("latin-1") if content_type else None,
        body=body,
    )


def _answered(result: WireObject | Document | None, spelling: Format) -> ASGIResponse:
    if isinstance(result, Document):
        return ASGIStreamingResponse(
            iterator=result.pieces,
            headers={"content-type": result.content_type},
        )
    if result is None:
        return response(Answer(HTTPStatus.NO_CONTENT, spelling, b""))
    return response(Answer(HTTPStatus.OK, spelling, encode(result, spelling)))


def response(answer: Answer) -> ASGIResponse:
    """Return a finished answer as the web framework sends it."""
    return ASGIResponse(
        body=answer.body,
        status_code=answer.status,
        headers={"content-type": answer.spelling.content_type},
    )
