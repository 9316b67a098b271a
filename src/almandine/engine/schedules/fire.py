"""See to what is due: one run for each time, started or recorded as not started.

Any number of processes may do so at once. Each run says what time it stands for, and is
stored in a transaction that no other one runs beside, if nobody was quicker: so nothing
is done twice, and what one leaves undone when it dies the next one does.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from almandine.engine.catalogue import Catalogue
from almandine.engine.job import Job, OnOverlap
from almandine.engine.ports import AlreadyDone, Store, Tx
from almandine.engine.report import ALERT_ERROR
from almandine.engine.run import Counter, Origin, Run, Status
from almandine.engine.schedules.due import Due, not_done
from almandine.engine.submit import Submission, submit
from almandine.engine.thresholds import Limits
from almandine.faults import (
    Overlap,
    Refusal,
    Refused,
    RunNotCommitted,
    RunNotQueued,
    RunNotStored,
)

SYSTEM: Final = "System"
"""Who starts runs by schedule, on the wire."""

_PASSING: Final = (RunNotStored, RunNotQueued, RunNotCommitted)
"""The database's own troubles: nothing was recorded, and the next look tries again."""

_MISSED: Final = "Skipped: nobody was there to start it."
_OVERLAPPED: Final = "Skipped: another run of the job had not ended."
_REFUSED: Final = "Not started by its schedule."


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    """Starts the runs of one institution that fall due."""

    store: Store
    catalogue: Catalogue
    limits: Limits
    explain: Callable[[Refusal], str]
    """Puts a refusal into words."""

    def fire(self, due: Due) -> Sequence[Run]:
        """See to a job, and return the runs that were recorded for it.

        Of several times that have passed the last one is started; the earlier ones are
        recorded as SKIPPED. A run that is refused is recorded as FAILED, with the
        reason. What somebody else has seen to meanwhile is left out.

        Raises:
            Refused: when the database fails; the rest is still due then.
        """
        job = due.job
        missed = self._record(job, due.missed, Status.SKIPPED, _MISSED, "")
        return [*missed, *(self._start(job, due.newest) if due.newest else ())]

    def _start(self, job: Job, at: datetime) -> Sequence[Run]:
        wanted = Submission(
            job_id=job.job_id,
            op="run",
            read_parameters=tuple,
            origin=Origin.SCHEDULE,
            submitted_by=SYSTEM,
            due_at=at,
            may_wait=job.overlap is OnOverlap.QUEUE,
        )
        try:
            submitted = submit(
                wanted, store=self.store, catalogue=self.catalogue, limits=self.limits
            )
        except AlreadyDone:
            return []
        except Refused as refused:
            return self._refuse(job, at, refused.refusal)
        return [submitted.run]

    def _refuse(self, job: Job, at: datetime, refusal: Refusal) -> Sequence[Run]:
        if isinstance(refusal, _PASSING):
            raise Refused(refusal)
        if isinstance(refusal, Overlap):
            skipped = Status.SKIPPED
            return self._record(job, [at], skipped, _OVERLAPPED, refusal.run_id)
        return self._record(job, [at], Status.FAILED, _REFUSED, self.explain(refusal))

    def _record(
        self,
        job: Job,
        times: Sequence[datetime],
        status: Status,
        reason: str,
        detail: str,
    ) -> Sequence[Run]:
        """Store runs that are not started, as far as nobody has seen to them."""
        if not times:
            return []
        with self.store.decide() as tx:
            runs = [
                _not_started(job, at, status, Counter(reason, "", detail), tx)
                for at in not_done(job.job_id, times, tx)
            ]
            for run in runs:
                tx.runs.add(run)
        return runs


def _not_started(job: Job, at: datetime, status: Status, told: Counter, tx: Tx) -> Run:
    run_id, external_id = tx.ids.next("run", 2)
    now = tx.now()
    return Run(
        run_id=run_id,
        external_id=external_id,
        job_id=job.job_id,
        job_type=job.job_type,
        job_name=job.name,
        name=job.name,
        origin=Origin.SCHEDULE,
        submitted_by=SYSTEM,
        profile_id=job.profile_id,
        status=status,
        submitted_at=now,
        started_at=now,
        due_at=at,
        ended_at=now,
        status_at=now,
        counters=(told,),
        alert=ALERT_ERROR if status is Status.FAILED else "",
    )
