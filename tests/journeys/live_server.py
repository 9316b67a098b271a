"""The server as it is served: uvicorn, a socket, and a database on disk."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from ssl import create_default_context
from threading import Thread
from time import sleep
from typing import Final

import httpx
import uvicorn
from msgspec.structs import replace

from almandine.app import App
from almandine.engine.access import Access, Area
from almandine.http.server import server
from databases.homes import Home
from journeys.sets_client import HERE, add_institution

CONF: Final = "/almaws/v1/conf"
READ_WRITE: Final = {Area.CONF: Access.READ_WRITE}


@dataclass
class Live:
    """A running server, with a client whose key may write."""

    app: App
    client: httpx.Client
    port: int


@contextmanager
def live(
    home: Home, *, certificate: Path | None = None, trusting: Path | None = None
) -> Generator[Live]:
    """Yield a server on a free port; `trusting` names a certificate authority."""
    app = App(replace(home.settings, port=0))
    add_institution(app)
    _, secret = app.keys().create(HERE, "nightly", READ_WRITE)
    with answering(server(app.services(), certificate)) as port:
        scheme = "https" if certificate else "http"
        with httpx.Client(
            base_url=f"{scheme}://localhost:{port}",
            headers={"authorization": f"apikey {secret}", "accept": "application/json"},
            verify=create_default_context(cafile=trusting) if trusting else True,
            trust_env=False,
        ) as client:
            yield Live(app, client, port)
    app.close()


@contextmanager
def answering(served: uvicorn.Server) -> Generator[int]:
    """Run a server in a thread, and yield its port."""
    thread = Thread(target=served.run)
    thread.start()
    while not served.started:
        assert thread.is_alive()
        sleep(0.01)
    try:
        yield served.servers[0].sockets[0].getsockname()[1]
    finally:
        served.should_exit = True
        thread.join()
