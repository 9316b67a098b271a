"""Which worker processes are alive, as far as their heartbeats tell."""

from almandine.app import App
from almandine.runners.worker import SILENCE
from almandine.store.workers import SqlWorkers


def alive(app: App) -> int:
    """Count the workers that were seen within the last seconds."""
    return SqlWorkers(app.database).alive(SILENCE)


def declare_dead(app: App, worker_id: str) -> None:
    """Let the next worker that looks around take over what this one had begun."""
    SqlWorkers(app.database).declare_dead(worker_id)
