"""The runs of an institution."""

from collections.abc import Sequence
from dataclasses import asdict, astuple, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    bindparam,
    exists,
    func,
    insert,
    select,
    update,
)

from almandine.engine.ports import Fenced, RunFilter
from almandine.engine.run import Counter, Origin, Run, Status, Tally
from almandine.engine.thresholds import Standing
from almandine.store.history.counts import count_end
from almandine.store.history.pages import History
from almandine.store.tables.runs import run, run_range

_OF_INSTITUTION = run.c.institution == bindparam("owner")
_UNFINISHED = run.c.ended_at.is_(None)
_THE_RUN = _OF_INSTITUTION & (run.c.run_id == bindparam("id"))
_ADD = insert(run)
_FIND = select(run).where(_THE_RUN)
_RUNNING_FROM_API = select(func.count()).where(
    _OF_INSTITUTION, _UNFINISHED, run.c.origin == Origin.API
)
_NEVER_BEGUN = (
    run.c.due_at.is_not(None)
    & (run.c.attempt == 0)
    & run.c.status.in_((Status.SKIPPED, Status.FAILED))
)
"""What a schedule asked for in vain: no start."""
_LIMITING_START = (
    select(run.c.submitted_at)
    .where(
        _OF_INSTITUTION,
        ~_NEVER_BEGUN,
        run.c.job_id == bindparam("job_id"),
        run.c.submitted_at > bindparam("since", type_=run.c.submitted_at.type),
    )
    .order_by(run.c.submitted_at.desc())
    .limit(1)
    .offset(bindparam("before_it"))
)
_OVERLAPPING = (
    select(run.c.run_id)
    .where(
        _OF_INSTITUTION,
        _UNFINISHED,
        run.c.job_id == bindparam("job_id"),
        run.c.set_id == bindparam("set_id"),
        run.c.profile_id == bindparam("profile_id"),
    )
    .limit(1)
)
_STANDING = select(
    _OVERLAPPING.scalar_subquery().label("overlapping"),
    _RUNNING_FROM_API.scalar_subquery().label("running"),
    _LIMITING_START.scalar_subquery().label("limiting_start"),
)
_USING_SET = (
    select(run.c.run_id)
    .where(_OF_INSTITUTION, _UNFINISHED, run.c.set_id == bindparam("set_id"))
    .limit(1)
)
_ALL_UNFINISHED = (
    select(run.c.run_id)
    .where(_OF_INSTITUTION, _UNFINISHED)
    .order_by(run.c.submitted_at, run.c.run_id)
)
_MAY_JOIN = (run.c.status == Status.RUNNING) | (run.c.carrier == bindparam("shard"))
_TAKE = (
    update(run)
    .where(_THE_RUN, _UNFINISHED, _MAY_JOIN)
    .values(attempt=run.c.attempt + 1)
    .returning(run)
)
_CALL_SHARD = (
    update(run).where(_THE_RUN).values(shards=run.c.shards + 1).returning(run.c.shards)
)
_ADOPT = (
    update(run)
    .where(_THE_RUN, _UNFINISHED)
    .values(shards=run.c.shards + 1, carrier=run.c.shards)
    .returning(run.c.carrier)
)
_TALLY = [each.name for each in fields(Tally)]
_ADVANCE = (
    update(run)
    .where(_THE_RUN, _UNFINISHED)
    .values({name: run.c[name] + bindparam(f"more_{name}") for name in _TALLY})
    .returning(run.c.abort_requested)
)
_RANGE_LEFT = exists().where(
    run_range.c.institution == run.c.institution,
    run_range.c.run_id == run.c.run_id,
    run_range.c.cursor < run_range.c.size,
)
_CONCLUDE = (
    update(run)
    .where(_THE_RUN, run.c.status == Status.RUNNING, ~_RANGE_LEFT)
    .values(
        status=Status.FINALIZING,
        status_at=bindparam("now", type_=run.c.status_at.type),
        carrier=bindparam("shard"),
        attempt=run.c.attempt + 1,
    )
    .returning(run)
)
_CHANGING = (
    "status",
    "status_at",
    "ended_at",
    "members",
    "changed",
    "unchanged",
    "failed",
    "repaired",
    "counters",
    "alert",
)
"""The columns that an attempt may change."""
_SAVE = (
    update(run)
    .where(_THE_RUN, _UNFINISHED, run.c.attempt == bindparam("token"))
    .values(
        {name: bindparam(f"new_{name}", type_=run.c[name].type) for name in _CHANGING}
    )
    .returning(run.c.abort_requested)
)
_REQUEST_ABORT = update(run).where(_THE_RUN, _UNFINISHED).values(abort_requested=True)


class SqlRuns:
    """Implements `engine.ports.Runs`."""

    def __init__(self, connection: Connection, institution: str) -> None:
        self._connection = connection
        self._institution = institution

    def _bound(self, **values: object) -> dict[str, object]:
        return {"owner": self._institution, **values}

    def add(self, new: Run) -> None:
        """Store a new run."""
        row = {"institution": self._institution, **_row(new)}
        self._connection.execute(_ADD, row)
        self._count(new)

    def find(self, run_id: str, *, locked: bool = False) -> Run | None:
        """Return the run, or None; a locked one stands still until the commit."""
        query = _FIND.with_for_update() if locked else _FIND
        found = self._connection.execute(query, self._bound(id=run_id))
        row = found.mappings().one_or_none()
        return None if row is None else _run(row)

    def standing(
        self, job_id: str, *, set_id: str, profile_id: str, since: datetime, starts: int
    ) -> Standing:
        """Return what stands against one more run of the job on this set or profile."""
        bound = self._bound(
            job_id=job_id,
            set_id=set_id,
            profile_id=profile_id,
            since=since,
            before_it=starts - 1,
        )
        row = self._connection.execute(_STANDING, bound).one()
        return Standing(row.overlapping, row.running, row.limiting_start)

    def using_set(self, set_id: str) -> str | None:
        """Return an unfinished run on the set."""
        bound = self._bound(set_id=set_id)
        return self._connection.execute(_USING_SET, bound).scalar_one_or_none()

    def page(
        self, which: RunFilter, *, limit: int, offset: int
    ) -> tuple[Sequence[Run], int]:
        """Return the runs, newest first, and how many there are in all."""
        history = History(self._connection, self._institution, which)
        rows = history.from_offset(offset, limit) if limit else ()
        return [_run(row) for row in rows], history.total()

    def older(
        self, which: RunFilter, *, than: Run | None, limit: int
    ) -> tuple[Sequence[Run], int]:
        """Return the runs that come after one in the list, and how many are in all."""
        history = History(self._connection, self._institution, which)
        key = None if than is None else (than.submitted_at, than.run_id)
        return [_run(row) for row in history.after(key, limit)], history.total()

    def take(self, run_id: str, shard: int) -> Run | None:
        """Start a new attempt, in a shard's place."""
        taken = self._connection.execute(_TAKE, self._bound(id=run_id, shard=shard))
        row = taken.mappings().one_or_none()
        return None if row is None else _run(row)

    def call_shard(self, run_id: str) -> int:
        """Make a place for one more worker and return its number."""
        called = self._connection.execute(_CALL_SHARD, self._bound(id=run_id))
        return called.scalar_one() - 1

    def adopt(self, run_id: str) -> int | None:
        """Make a place that carries the run from now on, and return its number."""
        adopted = self._connection.execute(_ADOPT, self._bound(id=run_id))
        return adopted.scalar_one_or_none()

    def advance(self, run_id: str, tally: Tally) -> bool:
        """Add to the tally of a run; return whether it was asked to stop."""
        more = {f"more_{name}": count for name, count in asdict(tally).items()}
        advanced = self._connection.execute(_ADVANCE, self._bound(id=run_id, **more))
        row = advanced.one_or_none()
        if row is None:
            raise Fenced
        return row.abort_requested

    def conclude(self, run_id: str, shard: int, now: datetime) -> Run | None:
        """Let the shard carry a run all of whose ranges are done: it is FINALIZING."""
        bound = self._bound(id=run_id, shard=shard, now=now)
        row = self._connection.execute(_CONCLUDE, bound).mappings().one_or_none()
        return None if row is None else _run(row)

    def save(self, changed: Run) -> Run:
        """Store what an attempt changed; return the run with `abort_requested`."""
        row = _row(changed)
        new = {f"new_{name}": row[name] for name in _CHANGING}
        bound = self._bound(id=changed.run_id, token=changed.attempt, **new)
        saved = self._connection.execute(_SAVE, bound).one_or_none()
        if saved is None:
            raise Fenced
        self._count(changed)
        return replace(changed, abort_requested=saved.abort_requested)

    def _count(self, stored: Run) -> None:
        """Count a run that has ended; it is stored so only once."""
        if stored.ended_at is not None:
            count_end(self._connection, self._institution, stored)

    def request_abort(self, run_id: str) -> None:
        """Ask the worker to stop at its next chunk."""
        self._connection.execute(_REQUEST_ABORT, self._bound(id=run_id))

    def unfinished(self) -> Sequence[str]:
        """Return the ids of all unfinished runs, oldest first."""
        return self._connection.execute(_ALL_UNFINISHED, self._bound()).scalars().all()


def _row(of: Run) -> dict[str, Any]:
    """Return the columns of a run, without the institution."""
    row = {each.name: getattr(of, each.name) for each in fields(of)}
    del row["tally"]
    return {**row, **asdict(of.tally), "counters": [astuple(c) for c in of.counters]}


def _run(row: RowMapping) -> Run:
    values: dict[str, Any] = {str(name): value for name, value in row.items()}
    del values["institution"]
    tally = Tally(*(values.pop(each.name) for each in fields(Tally)))
    values["origin"] = Origin(values["origin"])
    values["status"] = Status(values["status"])
    for name in ("parameters", "settings"):
        values[name] = tuple((key, value) for key, value in values[name])
    values["counters"] = tuple(Counter(*each) for each in values["counters"])
    return Run(**values, tally=tally)


def all_unfinished() -> Select[str, str]:
    """Ask for institution and id of every unfinished run."""
    return select(run.c.institution, run.c.run_id).where(_UNFINISHED)
