"""Which worker processes are alive, as far as their heartbeats tell."""

from datetime import timedelta
from typing import Final

from almandine.app import App
from almandine.runners.worker import SILENCE
from almandine.store.workers import SqlWorkers

_SOON: Final = timedelta(days=1)


def alive(app: App) -> int:
    """Count the workers that were seen within the last seconds."""
    workers = SqlWorkers(app.database)
    now = app.env.now()
    everyone = set(workers.silent_since(now + _SOON))
    return len(everyone - set(workers.silent_since(now - SILENCE)))


def declare_dead(app: App, worker_id: str) -> None:
    """Let the next worker that looks around take over what this one had begun."""
    SqlWorkers(app.database).beat(worker_id, app.env.now() - 2 * SILENCE)
