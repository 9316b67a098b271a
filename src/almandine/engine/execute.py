"""Carry out a run: from QUEUED to its end, from wherever it was left.

All state is in the store. Whoever calls `execute` for a run takes it over,
which fences everyone who called it before; so it may be called again at any
time, after any crash, and the run goes on.
"""

import traceback
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from almandine.engine.export import Dispatch, Export
from almandine.engine.jobtype import JobType, RecordJob
from almandine.engine.members import member_ids, range_size, regroup
from almandine.engine.parameters import bind
from almandine.engine.ports import Courier, Fenced
from almandine.engine.report import ALERT_ERROR, Made, Report, report
from almandine.engine.run import Event, Run, Status
from almandine.engine.work import Bench, Stopped, WorkingType, shape_of, working_type
from almandine.env import Env

WHOLE_RUN = -1
"""The range number of events about the run as a whole."""

_MONTH = timedelta(days=30)
_ABORTED = Report(Status.USER_ABORTED, "", ())
_CRASHED = Report(Status.FAILED, ALERT_ERROR, ())


@dataclass(frozen=True, slots=True)
class Worker:
    """Everything needed to carry out the runs of one institution."""

    bench: Bench
    courier: Courier
    job_types: Mapping[str, JobType[Any]]
    env: Env
    range_size: int = 10_000
    """Members of a range; an export that limits its files takes that limit."""
    retention: timedelta = _MONTH
    """How long artifacts are kept."""

    def execute(self, run_id: str) -> Status | None:
        """Carry out a run and return how it ended.

        Returns None when the run had ended before, is unknown, or was taken over
        by somebody else meanwhile.
        """
        with self.bench.store.write() as tx:
            run = tx.runs.take(run_id)
        if run is None:
            # Whoever ended the run may have died before it could tidy up.
            self.bench.workspace.drop_parts(run_id)
            return None
        try:
            return self._to_the_end(run).status
        except Fenced:
            return None

    def _to_the_end(self, run: Run) -> Run:
        try:
            return self._work(run)
        except Stopped:
            return self._break_off(run, _ABORTED)
        except Fenced:
            raise
        except Exception as error:  # noqa: BLE001 - whatever broke, the run must end
            return self._break_off(run, _CRASHED, note=_told(error))

    def _work(self, run: Run) -> Run:
        job_type = working_type(self.job_types[run.job_type])
        params = bind(job_type.params, dict(run.settings))
        if run.status in (Status.QUEUED, Status.PENDING):
            run = self._move(run, Status.INITIALIZING)
        if run.status is Status.INITIALIZING:
            run = self._take_down_members(run, job_type, params)
        if run.status is Status.RUNNING:
            run = self._do_ranges(run, job_type, params)
        if run.status is Status.FINALIZING:
            run = self._finish(run, job_type, params)
        return run

    def _move(self, run: Run, status: Status) -> Run:
        """Store the next status."""
        with self.bench.store.write() as tx:
            run = tx.runs.save(run.moved(status, self.env.now()))
        if run.abort_requested:
            raise Stopped
        return run

    def _take_down_members(
        self, run: Run, job_type: WorkingType, params: object
    ) -> Run:
        """Store the set's members, as they are now, as ranges."""
        size = range_size(job_type, params, self.range_size)
        with self.bench.store.write() as tx:
            tx.ranges.drop(run.run_id)
        members = 0
        with self.bench.store.read() as source:
            batches = member_ids(run, job_type.kind, source)
            for range_no, ids in enumerate(regroup(batches, size)):
                # A transaction a range: the reader's state stands still meanwhile.
                with self.bench.store.write() as tx:
                    tx.ranges.add(run.run_id, range_no, ids)
                members += len(ids)
        if not members:
            return self._end(run, Report(Status.COMPLETED_NO_BULKS, "", ()))
        return self._move(replace(run, members=members), Status.RUNNING)

    def _do_ranges(self, run: Run, job_type: WorkingType, params: object) -> Run:
        shape = shape_of(job_type, params)
        with self.bench.store.read() as tx:
            spans = tx.ranges.of(run.run_id)
        for span in spans:
            if span.cursor < span.size:
                run = shape.work_through(run, span, self.bench)
        return self._move(run, Status.FINALIZING)

    def _finish(self, run: Run, job_type: WorkingType, params: object) -> Run:
        if isinstance(job_type, RecordJob):
            return self._end(run, report(job_type, run, Made()))
        with self.bench.store.read() as tx:
            spans = tx.ranges.of(run.run_id)
        export = Export(run, job_type, params, spans, self.env.now())
        return Dispatch(self.bench, self.courier, self.retention).finish(export)

    def _break_off(self, run: Run, end: Report, note: str = "") -> Run:
        """End a run early, with what it had done by then."""
        with self.bench.store.read() as tx:
            latest = tx.runs.find(run.run_id)
        if latest is None or latest.attempt != run.attempt:
            raise Fenced
        run = self._end(latest, end, note)
        self.bench.workspace.drop(run.run_id)
        return run

    def _end(self, run: Run, end: Report, note: str = "") -> Run:
        ended = replace(
            run.moved(end.status, self.env.now()),
            alert=end.alert,
            counters=end.counters,
        )
        with self.bench.store.write(durable=True) as tx:
            run = tx.runs.save(ended)
            tx.ranges.drop(run.run_id)
            if note:
                tx.events.add(run.run_id, WHOLE_RUN, [Event("", "note", note)])
        return run


def _told(error: Exception) -> str:
    """Return what a librarian can pass on: the error and where it arose."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({frame.name}, line {frame.lineno})"
