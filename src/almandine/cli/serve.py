"""`almandine serve`: the service."""

import socket
from pathlib import Path
from typing import Final

import rich_click as click
import uvicorn

from almandine.app import App
from almandine.cli.crew import Crew, at_work, start_worker
from almandine.cli.declare import option
from almandine.cli.failures import Failure
from almandine.cli.places import Place, on_data
from almandine.cli.stopping import stopped_by_signal
from almandine.cli.worker import new_worker_id
from almandine.cli.workers import declare_dead
from almandine.http.certificates import how_to_trust, site_certificates
from almandine.http.logs import configure_logs
from almandine.http.server import server
from almandine.settings import Settings

FIRST_INSTITUTION: Final = """\
[institution]
code = "01ALM_INST"
name = "Almandine"
suffix = "0101"
timezone = "UTC"
currency = "USD"
"""
"""What there is when nobody said anything else; `apply` changes it."""


@click.command("serve")
@option("--host", help="Address to listen on. Default: 127.0.0.1.")
@option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    help="TCP port; 0 takes a free one. Default: 8080.",
)
@option(
    "--workers",
    type=click.IntRange(0),
    metavar="N",
    help="Processes that carry runs out; 0 accepts runs and leaves them. Default: 1.",
)
@option(
    "--public-url",
    metavar="URL",
    help="Scheme and host that clients use. Default: what they say in their request.",
)
@option(
    "--tls", is_flag=True, help="Serve HTTPS, with a certificate authority of its own."
)
@on_data
def serve(place: Place, *, tls: bool, **chosen: object) -> None:
    """Serve the API, and carry runs out, until SIGTERM or SIGINT.

    Options win over the environment (ALMANDINE_PORT …), and that over the file
    almandine.toml in the data directory.

    Example: almandine serve --host 0.0.0.0 --port 8443 --tls --workers 4
    """
    settings = place.settings(**chosen)
    configure_logs(settings.log_format)
    with place.opened(settings) as app:
        _ensure_institution(app)
        certificate = _certificate(settings) if tls else None
        web = server(app.services(), certificate)
        with (
            _listening(settings) as listener,
            stopped_by_signal(lambda: _stop(web)),
            at_work(_crew(app)),
        ):
            _announce(settings, listener, tls=tls)
            web.run(sockets=[listener])


def _stop(web: uvicorn.Server) -> None:
    web.should_exit = True


def _ensure_institution(app: App) -> None:
    if app.institutions():
        return
    app.configure(FIRST_INSTITUTION)
    click.echo(
        "Made an empty institution, 01ALM_INST. `almandine seed` fills it with a"
        " sample; `almandine apply FILE.toml` makes it yours.",
        err=True,
    )


def _certificate(settings: Settings) -> Path:
    files = site_certificates(settings)
    click.echo(how_to_trust(files), err=True)
    return files.server


def _crew(app: App) -> Crew:
    data, url = app.settings.data, app.settings.database_url
    return Crew(
        size=app.settings.workers,
        start=lambda worker_id: start_worker(data, url, worker_id),
        new_id=lambda: new_worker_id(app.env),
        declare_dead=lambda worker_id: declare_dead(app, worker_id),
        now=app.env.now,
    )


def _listening(settings: Settings) -> socket.socket:
    """Take the port, before anything is started that would have to be stopped."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise Failure(
            f"cannot listen on {settings.host} port {settings.port}:"
            f" {error.strerror}; choose with --host and --port"
        ) from None


def _announce(settings: Settings, listener: socket.socket, *, tls: bool) -> None:
    scheme = "https" if tls else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    port: int = listener.getsockname()[1]
    url = settings.public_url or f"{scheme}://{host}:{port}"
    click.echo(f"Almandine serves {url} from {settings.data}", err=True)
