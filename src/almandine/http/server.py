"""Serves the application until it is told to stop."""

from datetime import timedelta
from pathlib import Path
from typing import Final

import uvicorn

from almandine.http.app import build
from almandine.http.services import Services

_KEEP_ALIVE: Final = timedelta(seconds=30)
_GRACE: Final = timedelta(seconds=10)
"""How long requests that are under way at a stop may take."""


def server(services: Services, certificate: Path | None = None) -> uvicorn.Server:
    """Return the server; its `run()` blocks until SIGTERM or SIGINT.

    Requests under way are then finished, and the day's usage is stored.

    Args:
        services: What the routes call.
        certificate: File of certificate chain and private key; None serves plain
            HTTP.
    """
    settings = services.settings
    config = uvicorn.Config(
        build(services),  # pyright: ignore[reportArgumentType] - the same, named twice
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        access_log=False,
        log_config=None,
        server_header=False,
        # Behind a proxy, `public_url` says what clients see.
        proxy_headers=False,
        timeout_keep_alive=int(_KEEP_ALIVE.total_seconds()),
        timeout_graceful_shutdown=int(_GRACE.total_seconds()),
        ssl_certfile=certificate,
    )
    return uvicorn.Server(config)
