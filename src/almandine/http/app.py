"""The web application: every route, behind the gateway."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from importlib.metadata import version
from inspect import getdoc
from typing import Final

import msgspec
from litestar import Litestar, MediaType, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme
from litestar.response import Response

from almandine.http import openapi
from almandine.http.failures import exception_handler
from almandine.http.gateway import HEALTH, Gateway
from almandine.http.health import Health
from almandine.http.mount import mount
from almandine.http.route import Route
from almandine.http.routes import (
    artifacts,
    codetables,
    download,
    endpoints,
    events,
    general,
    import_profiles,
    instances,
    jobs,
    libraries,
    matches,
    oai,
    profiles,
    resume,
    runs,
    schedules,
    sets,
    unresolved,
    uploads,
)
from almandine.http.services import Services

_THREADS: Final = 32
"""For calls that block; as many as the database keeps connections."""

_OWN_API: Final = OpenAPIConfig(
    title="Almandine",
    version=version("almandine"),
    path="/api",
    render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    use_handler_docstrings=True,
    components=Components(
        security_schemes={
            "header": SecurityScheme(
                type="apiKey", security_scheme_in="header", name="Authorization"
            )
        }
    ),
    security=[{"header": []}],
)


def build(services: Services) -> Gateway:
    """Return the application, ready to be served."""
    gateway = Gateway(litestar(services), services)
    gateway.app.on_shutdown.append(gateway.budget.close)
    return gateway


def litestar(services: Services) -> Litestar:
    """Return the application without its gateway."""
    routes = api_routes(services)
    health = Health(services.check_database, services.env)
    own = [
        *own_handlers(services),
        *oai.handlers(services),
        _description(routes),
        _watched(health),
    ]
    return Litestar(
        [*mount(routes), *own],
        exception_handlers={
            Exception: exception_handler(services.env, services.is_outage)
        },
        openapi_config=_OWN_API,
        logging_config=None,
        # The gateway counts bodies itself, and answers in the contract's words.
        request_max_body_size=None,
        on_startup=[_make_threads],
        on_shutdown=[health.close],
    )


def api_routes(services: Services) -> list[Route]:
    """Return all routes of the Alma API."""
    bound = (
        general,
        libraries,
        jobs,
        instances,
        events,
        matches,
        download,
        sets,
        profiles,
        import_profiles,
    )
    return [
        *codetables.routes(),
        *(route for each in bound for route in each.routes(services)),
    ]


def own_handlers(services: Services) -> list[HTTPRouteHandler]:
    """Return the handlers of our own API."""
    bound = (runs, schedules, artifacts, endpoints, uploads, unresolved, resume)
    found = [handler for each in bound for handler in each.handlers(services)]
    for handler in found:
        # Said before they are mounted: the framework wraps the first of two on one
        # path twice, and would describe it by its wrapping.
        handler.description = getdoc(handler.fn)
    return found


def _description(routes: list[Route]) -> HTTPRouteHandler:
    document = msgspec.json.encode(openapi.document(routes))

    @get("/almaws/openapi.json", media_type=MediaType.JSON, include_in_schema=False)
    async def describe_api() -> bytes:
        """Describe the Alma API."""
        return document

    return describe_api


def _watched(health: Health) -> HTTPRouteHandler:
    @get(HEALTH, media_type=MediaType.JSON, include_in_schema=False)
    async def tell_health() -> Response[bytes]:
        """Tell whether requests can be served: 200, or 503 with a reason."""
        trouble = await health.trouble()
        if trouble is None:
            return Response(b'{"status":"ok"}')
        said = {"status": "unavailable", "reason": trouble}
        return Response(
            msgspec.json.encode(said), status_code=HTTPStatus.SERVICE_UNAVAILABLE
        )

    return tell_health


async def _make_threads() -> None:
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS))
