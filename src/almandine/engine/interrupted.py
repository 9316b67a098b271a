"""Runs that a restored backup left unfinished: what of them has to be done again.

Records and cursors come from one state of the database, so a record job goes on at
its cursor. The parts of an export's files are not in a backup: it writes them again,
from the start of every range. What was delivered by then is in the ledger, with its
digest, and is not sent again where it comes out the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from almandine.engine.jobtype import ExportJob, JobType
from almandine.engine.ports import Tx
from almandine.engine.rescue import queue_anew
from almandine.engine.run import NOTHING_DONE, WHOLE_RUN, Event, Run, Status

_HAS_RANGES: Final = frozenset({Status.RUNNING, Status.FINALIZING})
_WAITING: Final = frozenset({Status.QUEUED, Status.PENDING})


@dataclass(frozen=True, slots=True)
class Interrupted:
    """An unfinished run of a backup."""

    run: Run
    """As it was in the backup."""
    starts_over: bool
    """Whether it does all its ranges again."""

    @property
    def begun(self) -> bool:
        """Tell whether a worker had taken it up."""
        return self.run.status not in _WAITING

    def told(self) -> str:
        """Return what is said of it, as of the backup."""
        if not self.begun:
            return f"waited in {self.run.status}; it begins now"
        done, members = self.run.tally.done, self.run.members
        on = "from its start" if self.starts_over else "where it was"
        return (
            f"interrupted in {self.run.status} with {done:,} of {members:,} records"
            f" done; it goes on {on}"
        )


def resume(
    run_id: str, tx: Tx, job_types: Mapping[str, JobType[Any]], at: datetime
) -> Interrupted:
    """Put an unfinished run of a backup into the queue again.

    Must be called in the transaction that restores: before anybody sees the run.

    Args:
        run_id: The run.
        tx: Where to.
        job_types: All there are; a run of another one is left for a worker to fail.
        at: When it is restored (UTC).

    Raises:
        LookupError: when there is no such run.
    """
    run = tx.runs.find(run_id)
    if run is None:
        raise LookupError(f"there is no run {run_id}")
    is_export = isinstance(job_types.get(run.job_type), ExportJob)
    found = Interrupted(run, is_export and run.status in _HAS_RANGES)
    if found.starts_over:
        _start_over(run, tx, at)
    if found.begun:
        note = Event("", "note", f"Restored from a backup: {found.told()}.")
        tx.events.add(run_id, WHOLE_RUN, [note])
    queue_anew(run_id, tx)
    return found


def _start_over(run: Run, tx: Tx, at: datetime) -> None:
    """Undo what an export has told of its ranges: their parts are gone."""
    tally = run.tally
    for span in tx.ranges.of(run.run_id):
        tx.events.drop(run.run_id, span.range_no)
        tx.ranges.save(replace(span, cursor=0, tally=NOTHING_DONE), before=span)
        tally -= span.tally
    # Back from FINALIZING too, a move that only a restored run makes.
    tx.runs.save(replace(run, tally=tally, status=Status.RUNNING, status_at=at))
