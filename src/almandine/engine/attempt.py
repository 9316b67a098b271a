"""One worker's work at one run.

One shard carries the run until its members are known and cut into ranges. Then each
shard that comes takes ranges, and calls for one more shard as long as there are ranges
that nobody has: so a run spreads over all workers that have nothing else to do. Who
finds all ranges done carries the run to its end.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from almandine.engine.delivering import Patience
from almandine.engine.early_end import EarlyEnd, check_place, end_in, told
from almandine.engine.export import Dispatch
from almandine.engine.imports.finish import Conclusion
from almandine.engine.imports.members import nothing_new
from almandine.engine.imports.report import not_collected
from almandine.engine.jobtype import ImportJob, JobType, RecordJob
from almandine.engine.members import cut_in_ranges, members_of, range_size
from almandine.engine.parameters import bind
from almandine.engine.ports import (
    CollectFailed,
    Courier,
    Fenced,
    Range,
    Tx,
    Unavailable,
)
from almandine.engine.publishing.jobtype import PublishJob
from almandine.engine.publishing.surroundings import surroundings_in
from almandine.engine.report import ALERT_ERROR, Made, Report, report
from almandine.engine.run import Run, Status
from almandine.engine.shapes import WorkingType, product_of, shape_of, working_type
from almandine.engine.work import Bench, Leaving, Stopped
from almandine.env import Env

SLICE: Final = timedelta(seconds=2)
"""How long a worker stays with a run while others wait for a worker."""

_ABORTED = Report(Status.USER_ABORTED, "", ())
_CRASHED = Report(Status.FAILED, ALERT_ERROR, ())


@dataclass(slots=True, kw_only=True)
class Attempt:
    """A shard's place at a run, taken by a worker."""

    bench: Bench
    courier: Courier
    env: Env
    patience: Patience
    job_types: Mapping[str, JobType[Any]]
    retention: timedelta
    """How long artifacts are kept."""
    range_size: int
    token: str
    """Under which this attempt claims ranges."""
    shard: int
    run: Run
    """As it was last seen."""
    held: Range | None = None
    """The range that was claimed last."""

    def to_the_end(self) -> Status:
        """Do what there is to do, and return how the run is then.

        Raises:
            Fenced: when somebody else has this place, or the run has ended.
            Leaving: when this worker is to end; others go on with the run.
            Unavailable: when the database cannot be reached.
        """
        try:
            self._work()
        except Stopped:
            self._break_off(_ABORTED)
        except Leaving:
            self._hand_over()
            raise
        except (Fenced, Unavailable):
            raise
        except CollectFailed as failed:
            self._break_off(not_collected(str(failed)), note=str(failed))
        except Exception as error:  # noqa: BLE001 - whatever broke, the run must end
            self._break_off(_CRASHED, note=told(error))
        return self.run.status

    def _work(self) -> None:
        if self.run.abort_requested and self.run.status is not Status.FINALIZING:
            raise Stopped
        job_type = working_type(self.job_types[self.run.job_type])
        params = bind(job_type.params, dict(self.run.settings))
        if self.run.status in (Status.QUEUED, Status.PENDING):
            self._move(Status.INITIALIZING)
        if self.run.status is Status.INITIALIZING:
            self._take_down_members(job_type, params)
        if self.run.status is Status.RUNNING:
            self._do_ranges(job_type, params)
        if self.run.status is Status.FINALIZING:
            self._finish(job_type, params)

    def _move(self, status: Status) -> None:
        """Store the next status; durable, since what follows builds on it."""
        with self.bench.store.write(durable=True) as tx:
            self.run = tx.runs.save(self.run.moved(status, tx.now()))
        if self.run.abort_requested:
            raise Stopped

    def _take_down_members(self, job_type: WorkingType, params: object) -> None:
        """Store the set's members, as they are now, as ranges."""
        run_id = self.run.run_id
        size = range_size(job_type, params, self.range_size)
        # Durable: where a crash takes this back, the ranges of a former attempt are
        # there again, in the way of whoever goes on and has not noticed.
        with self.bench.store.write(durable=True) as tx:
            self._keep_place(tx)
            tx.ranges.drop(run_id)
            if isinstance(job_type, PublishJob):
                made_with = job_type.made_with(params, surroundings_in(tx))
                tx.publications.begin(self.run, made_with)
        members = 0
        with members_of(self.run, job_type, params, self.bench) as batches:
            cut = cut_in_ranges(batches, size, job_type, params)
            for range_no, (turn, ids) in enumerate(cut):
                # A transaction a range: the reader's state stands still meanwhile.
                with self.bench.store.write() as tx:
                    self._keep_place(tx)
                    tx.ranges.add(run_id, range_no, ids, turn)
                members += len(ids)
        if not members and (end := self._nothing_to_do(job_type)):
            self._end(end)
            return
        self.run = replace(self.run, members=members)
        self._check_ranges()
        self._move(Status.RUNNING)

    def _nothing_to_do(self, job_type: WorkingType) -> Report | None:
        """Return the report of a run without members; None if it has more to tell."""
        if isinstance(job_type, ImportJob):
            return nothing_new(self.run, self.bench)
        return Report(Status.COMPLETED_NO_BULKS, "", ())

    def _keep_place(self, tx: Tx) -> None:
        """Raise when another attempt has this place, or the run is to stop."""
        if tx.runs.save(self.run).abort_requested:
            raise Stopped

    def _check_ranges(self) -> None:
        """Raise unless the ranges are there, and on disk, before they are counted on.

        They were committed one by one; a server that crashed may have taken some back.
        """
        with self.bench.store.write(durable=True) as tx:
            tx.runs.save(self.run)
            stored = sum(span.size for span in tx.ranges.of(self.run.run_id))
        if stored != self.run.members:
            raise Unavailable("what was stored of the members has been taken back")

    def _do_ranges(self, job_type: WorkingType, params: object) -> None:
        """Work through ranges until there are none, or it is others' turn."""
        shape = shape_of(job_type, params, self.run)
        began: datetime | None = None
        turn = -1
        while (held := self._claim()) is not None:
            if held.turn != turn:
                called_at = self._call_for_help()
                began, turn = began or called_at, held.turn
            shape.work_through(held, self.bench)
            if self.bench.is_leaving():
                raise Leaving
            if began and self._is_others_turn(began):
                # Who ends a turn calls for the next one, which nobody has seen yet.
                self._call_for_help(after=turn)
                break
        self.held = None
        with self.bench.store.write(durable=True) as tx:
            concluded = tx.runs.conclude(self.run.run_id, self.shard, tx.now())
            if concluded is not None and concluded.abort_requested:
                # Not concluded then: whoever finds a run FINALIZING brings it to its
                # end, and this worker may die before it has stopped it.
                raise Stopped
        self.run = concluded or self.run

    def _claim(self) -> Range | None:
        """Take the next range. Durable: its token must not be given twice."""
        with self.bench.store.write(durable=True) as tx:
            self.held = tx.ranges.claim(self.run.run_id, self.shard, self.token)
        return self.held

    def _call_for_help(self, *, after: int = -1) -> datetime:
        """Call for one more shard if there is something for it; return the time.

        Args:
            after: A turn: only ranges of a later one count.
        """
        with self.bench.store.write(durable=True) as tx:
            if tx.ranges.are_free(self.run.run_id, after=after):
                self._call_shard(tx)
            return tx.now()

    def _call_shard(self, tx: Tx) -> None:
        run_id = self.run.run_id
        tx.queue.put(run_id, tx.runs.call_shard(run_id))

    def _is_others_turn(self, began: datetime) -> bool:
        """Tell whether to leave the free ranges to the shard that was called for."""
        with self.bench.store.read() as tx:
            if tx.now() - began < SLICE:
                return False
            return tx.queue.others_wait(self.run.run_id)

    def _hand_over(self) -> None:
        """Give back what this attempt holds, and call for somebody to take it up."""
        with self.bench.store.write(durable=True) as tx:
            if self.held is not None:
                tx.ranges.release(self.held)
            if self.run.status is Status.RUNNING:
                self._call_shard(tx)
            else:
                self._call_carrier(tx)

    def _call_carrier(self, tx: Tx) -> None:
        """Call for somebody to begin the run, or end it, which only its carrier does.

        Raises:
            Fenced: when somebody else is at it already.
        """
        tx.runs.save(self.run)
        carrier = tx.runs.adopt(self.run.run_id)
        if carrier is not None:
            tx.queue.put(self.run.run_id, carrier)

    def _finish(self, job_type: WorkingType, params: object) -> None:
        if isinstance(job_type, RecordJob):
            self._end(report(job_type, self.run, Made()))
            return
        if isinstance(job_type, ImportJob):
            self._conclude(job_type, params)
            return
        with self.bench.store.read() as tx:
            # Whoever was overtaken finds the ranges of a run that has ended: none, and
            # would put a file without records in the place of the one that was made.
            check_place(self.run, tx.runs.find(self.run.run_id))
            product = product_of(job_type, params, self.run, tx, self.bench)
        dispatch = Dispatch(
            self.bench, self.courier, self.env, self.patience, self.retention
        )
        self.run = dispatch.finish(product)

    def _conclude(self, job_type: ImportJob[Any, Any], params: object) -> None:
        """End an import with its report and what was rejected."""
        with self.bench.store.read() as tx:
            check_place(self.run, tx.runs.find(self.run.run_id))
            now = tx.now()
            # They stay until the end, but for those of an import that is cut short.
            is_whole = not self.run.members or bool(tx.ranges.of(self.run.run_id))
        early = _ABORTED if self.run.abort_requested else _CRASHED
        conclusion = Conclusion(
            self.run,
            job_type,
            params,
            self.bench,
            self.retention,
            early=None if is_whole else early,
        )
        self.run = conclusion.conclude(now)

    def _break_off(self, end: Report, note: str = "") -> None:
        """End a run early, with what it had done by then."""
        if self._cut_short(note):
            try:
                self._work()
            except (Fenced, Unavailable):
                raise
            except Exception as error:  # noqa: BLE001 - it ends, even without its files
                note = told(error)
            else:
                return
        self._end_early(end, note)

    def _cut_short(self, note: str) -> bool:
        """Let an import with records go on to its end; tell whether it is one."""
        if not (self._is_import and self.run.status is Status.RUNNING):
            return False
        early = EarlyEnd(self.run, self.shard, self.held, note)
        with self.bench.store.write(durable=True) as tx:
            concluded = early.cut_short(tx)
        if concluded is None:
            return False
        self.run, self.held = concluded, None
        return True

    def _end_early(self, end: Report, note: str) -> None:
        early = EarlyEnd(self.run, self.shard, self.held, note)
        with self.bench.store.write(durable=True) as tx:
            self.run = early.end(end, tx, is_import=self._is_import)
        self.bench.workspace.drop(self.run.run_id)

    @property
    def _is_import(self) -> bool:
        return isinstance(self.job_types.get(self.run.job_type), ImportJob)

    def _end(self, end: Report) -> None:
        with self.bench.store.write(durable=True) as tx:
            self.run = end_in(self.run, end, tx)
