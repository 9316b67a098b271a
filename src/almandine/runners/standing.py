"""Which runs the dispatcher stands for: those it has queued, or given to a worker."""

from sqlalchemy import Engine

from almandine.runners.dispatch import open_client

Dispatched = frozenset[tuple[str, str]]
"""Institution and run id."""

_STANDING = ["ENQUEUED", "PENDING", "DELAYED"]


def dispatched(engine: Engine) -> Dispatched:
    """Return the runs that a workflow stands for.

    Args:
        engine: The dispatcher's, as `dispatch.open_engine` makes it.
    """
    found = open_client(engine).list_workflows(
        status=_STANDING, load_input=False, load_output=False
    )
    return frozenset(map(run_of, (each.workflow_id for each in found)))


def run_of(workflow_id: str) -> tuple[str, str]:
    """Return institution and run of a workflow, whatever part of the run it is for."""
    institution, run_id, *_ = [*workflow_id.split("/"), ""]
    return institution, run_id
