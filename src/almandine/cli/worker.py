"""`almandine worker`: a process that carries runs out."""

import os
import platform

import rich_click as click

from almandine.cli.declare import option
from almandine.cli.heaps import keep_what_is_loaded, share_heaps
from almandine.cli.places import Place, on_data
from almandine.cli.stopping import stopped_by_signal
from almandine.env import Env
from almandine.http.logs import configure_logs


def new_worker_id(env: Env) -> str:
    """Return a name that no worker ever had, and that says where it runs."""
    return f"{platform.node()}-{env.new_id()[:12]}"


@click.command("worker")
@option("--id", "worker_id", hidden=True, help="Name, if the parent chose one.")
@option("--parent", type=int, hidden=True, help="Stop when this process ends.")
@on_data
def worker(place: Place, worker_id: str | None, parent: int | None) -> None:
    """Carry out runs, one at a time, until SIGTERM or SIGINT.

    `almandine serve` starts workers by itself; this is one more, beside it. A
    worker that dies is found by its silence within seconds: another one takes
    its run over, at the last checkpoint.

    Example: almandine worker --data /srv/almandine
    """
    share_heaps()
    settings = place.settings()
    configure_logs(settings.log_format)
    with place.opened(settings) as app, stopped_by_signal() as signalled:
        process = app.worker_process(worker_id or new_worker_id(app.env))
        keep_what_is_loaded()
        process.work(lambda: signalled() or _is_orphan(parent))
    # The dispatcher's threads may still be in the midst of a run. Another worker takes
    # it over at its checkpoint; to wait for it could take hours.
    os._exit(0)


def _is_orphan(parent: int | None) -> bool:
    return parent is not None and os.getppid() != parent
