"""Stop a run on request."""

from dataclasses import replace
from datetime import datetime

from almandine.engine.ports import Tx
from almandine.engine.run import UNFINISHED, Run, Status
from almandine.faults import Refused, RunIsOver, UnknownRun


def abort(run_id: str, *, tx: Tx, now: datetime) -> Run:
    """Ask for the end of a run and return it.

    A run that no worker has begun ends here and now; a running one ends at its
    next chunk, within two seconds, and one that fetches files with the next of them.
    An import that has stored records writes its report first.
    Asking twice is the same as asking once.

    Raises:
        Refused: with `UnknownRun` or `RunIsOver`.
    """
    run = tx.runs.find(run_id, locked=True)
    if run is None:
        raise Refused(UnknownRun(run_id))
    if run.status not in UNFINISHED:
        raise Refused(RunIsOver(run_id, run.status))
    if run.status is Status.QUEUED:
        return tx.runs.save(run.moved(Status.USER_ABORTED, now))
    tx.runs.request_abort(run_id)
    return replace(run, abort_requested=True)
