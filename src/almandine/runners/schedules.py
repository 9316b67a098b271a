"""What each worker does about schedules: start what is due, and log what came of it.

All workers look, each second. Who is first sees to it, and the others find it done.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from almandine.engine.rescue import rescue
from almandine.engine.run import Run
from almandine.engine.schedules.due import Due, due
from almandine.engine.schedules.fire import Scheduler

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Timetables:
    """The schedules of all institutions."""

    institutions: Callable[[], Sequence[str]]
    scheduler_of: Callable[[str], Scheduler]

    def start_what_is_due(self) -> None:
        """Start the runs that fall due, and those that need wait no longer."""
        for code in self.institutions():
            scheduler = self.scheduler_of(code)
            with scheduler.store.read() as tx:
                waiting, found = tx.runs.pending(), list(due(tx))
            for run in waiting:
                if rescue(run.run_id, scheduler.store):
                    log.info("run_waits_no_longer", institution=code, run=run.run_id)
            for each in found:
                _see_to(each, scheduler, code)


def _see_to(wanted: Due, scheduler: Scheduler, code: str) -> None:
    """Start what is due of one job; its troubles are none of the others'."""
    job_id = wanted.job.job_id
    try:
        runs = scheduler.fire(wanted)
    except Exception as error:  # noqa: BLE001 - whatever it was, the next look may go well
        log.warning(
            "due_run_not_started", institution=code, job=job_id, error=repr(error)
        )
        return
    for run in runs:
        _tell(run, code)


def _tell(run: Run, code: str) -> None:
    log.info(
        "due_run_recorded",
        institution=code,
        job=run.job_id,
        run=run.run_id,
        due_at=str(run.due_at),
        status=run.status.value,
        reason=" ".join(f"{each.code} {each.value}" for each in run.counters),
    )
