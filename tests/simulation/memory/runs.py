"""Runs in memory; each method does what its statement in `store.runs` does."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from almandine.engine.ports import Fenced, RunFilter
from almandine.engine.run import Origin, Run, Status, Tally
from almandine.engine.thresholds import Standing
from simulation.memory.tables import Shelf

CHANGING: Final = (
    "status",
    "status_at",
    "ended_at",
    "members",
    "tally",
    "counters",
    "alert",
)


def never_begun(run: Run) -> bool:
    """Tell whether a schedule asked for it in vain."""
    in_vain = run.status in (Status.SKIPPED, Status.FAILED)
    return in_vain and run.attempt == 0 and run.due_at is not None


class MemoryRuns:
    """Implements `engine.ports.Runs`."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.rows = shelf.runs.rows

    def add(self, new: Run) -> None:
        assert new.run_id not in self.rows, "an id was given twice"
        self.shelf.runs.put(new.run_id, new)

    def find(self, run_id: str, *, locked: bool = False) -> Run | None:
        return self.rows.get(run_id)

    def standing(
        self, job_id: str, *, set_id: str, profile_id: str, since: datetime, starts: int
    ) -> Standing:
        open_runs = self._unfinished()
        overlapping = [
            each.run_id
            for each in open_runs
            if (each.job_id, each.set_id, each.profile_id)
            == (job_id, set_id, profile_id)
        ]
        started = sorted(
            (
                each.submitted_at
                for each in self.rows.values()
                if each.job_id == job_id
                and each.submitted_at > since
                and not never_begun(each)
            ),
            reverse=True,
        )
        return Standing(
            overlapping[0] if overlapping else None,
            sum(each.origin is Origin.API for each in open_runs),
            started[starts - 1] if len(started) >= starts else None,
        )

    def _unfinished(self) -> list[Run]:
        return [each for each in self.rows.values() if each.ended_at is None]

    def using_set(self, set_id: str) -> str | None:
        return next(
            (each.run_id for each in self._unfinished() if each.set_id == set_id), None
        )

    def page(
        self, which: RunFilter, *, limit: int, offset: int
    ) -> tuple[Sequence[Run], int]:
        raise NotImplementedError

    def older(
        self, which: RunFilter, *, than: Run | None, limit: int
    ) -> tuple[Sequence[Run], int]:
        raise NotImplementedError

    def take(self, run_id: str, shard: int) -> Run | None:
        run = self._open(run_id)
        if run is None or not (run.status is Status.RUNNING or run.carrier == shard):
            return None
        return self._put(replace(run, attempt=run.attempt + 1))

    def call_shard(self, run_id: str) -> int:
        run = self._put(_calling(self.rows[run_id]))
        return run.shards - 1

    def advance(self, run_id: str, tally: Tally) -> bool:
        run = self._open(run_id)
        if run is None:
            raise Fenced
        self._put(replace(run, tally=run.tally + tally))
        return run.abort_requested

    def conclude(self, run_id: str, shard: int, now: datetime) -> Run | None:
        run = self.rows.get(run_id)
        if run is None or run.status is not Status.RUNNING or self.is_left(run_id):
            return None
        return self._put(
            replace(
                run,
                status=Status.FINALIZING,
                status_at=now,
                carrier=shard,
                attempt=run.attempt + 1,
            )
        )

    def is_left(self, run_id: str) -> bool:
        """Tell whether the run has a range that is not done."""
        return any(
            claimed.span.cursor < claimed.span.size
            for (of_run, _), claimed in self.shelf.ranges.rows.items()
            if of_run == run_id
        )

    def save(self, changed: Run) -> Run:
        run = self._open(changed.run_id)
        if run is None or run.attempt != changed.attempt:
            raise Fenced
        self._put(replace(run, **{name: getattr(changed, name) for name in CHANGING}))
        return replace(changed, abort_requested=run.abort_requested)

    def adopt(self, run_id: str) -> int | None:
        run = self._open(run_id)
        if run is None:
            return None
        return self._put(replace(_calling(run), carrier=run.shards)).carrier

    def request_abort(self, run_id: str) -> None:
        run = self._open(run_id)
        if run is not None:
            self._put(replace(run, abort_requested=True))

    def unfinished(self) -> Sequence[str]:
        return [each.run_id for each in sorted(self._unfinished(), key=_age)]

    def _open(self, run_id: str) -> Run | None:
        run = self.rows.get(run_id)
        return None if run is None or run.ended_at is not None else run

    def _put(self, run: Run) -> Run:
        self.shelf.runs.put(run.run_id, run)
        return run


def _calling(run: Run) -> Run:
    return replace(run, shards=run.shards + 1)


def _age(run: Run) -> tuple[datetime, str]:
    return run.submitted_at, run.run_id


def unfinished_of(shelves: Iterable[Shelf]) -> list[tuple[str, str]]:
    """Return institution and id of every unfinished run."""
    return [
        (shelf.institution, run.run_id)
        for shelf in shelves
        for run in shelf.runs.rows.values()
        if run.ended_at is None
    ]
