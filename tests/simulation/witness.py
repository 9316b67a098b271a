"""Looks at every commit, and knows by itself what must be true after it.

I1 no more than three unfinished runs that the API started; I2 no API start beyond
five of the job within an hour; I3 no two unfinished runs of a job on one set or
profile, nor one skipped for less; I6 nothing changes records but the unfinished run
whose mark they bear; I7 statuses move as they may, what has ended stays; I8 progress;
I10 no chunk after a request to stop, and the end within two seconds where nothing goes
wrong; I11 ranges end with their run; I12 no id is given twice; I13 whoever leaves a run
calls for somebody; I15 ranges wait for their turn.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from almandine.engine.run import MOVES, TERMINAL, Origin, Run, Status
from almandine.records.kind import Kind
from simulation.memory.ledger import ABSENT, Change, Table
from simulation.memory.tables import Card, Claimed, Shelf, Tables
from simulation.perils import Perils
from simulation.stage import Life

MAX_RUNNING: Final = 3
MAX_STARTS: Final = 5
PROMPT: Final = 2.0
"""Seconds within which a run that a worker is at ends when it is asked to."""
IN_VAIN: Final = frozenset({Status.SKIPPED, Status.FAILED})
"""How runs end that a schedule asked for and nobody started."""
HOUR: Final = timedelta(hours=1)
COMPLETED: Final = frozenset(each for each in TERMINAL if "COMPLETED" in each)

RunKey = tuple[str, str]
"""Institution and run id."""


class Violated(BaseException):
    """An invariant does not hold; nothing may go on."""


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong, and when."""

    invariant: str
    text: str
    at: float
    """Seconds since the start."""


def mark_of(run: Run) -> str:
    """Return by what the stamps of a run are known."""
    return dict(run.parameters).get("mark", "")


@dataclass(eq=False)
class Witness:
    """What was seen, apart from what the engine says of itself."""

    tables: Tables
    now: Callable[[], datetime]
    perils: Perils
    workers: Mapping[str, Life]
    """Those that live, by id."""
    violations: list[Violation] = field(default_factory=list[Violation])
    accepted: set[RunKey] = field(default_factory=set[RunKey])
    """Runs whose submitters were told that they are."""
    ended: dict[RunKey, Status] = field(default_factory=dict[RunKey, Status])
    ids: set[RunKey] = field(default_factory=set[RunKey])
    taken_down: dict[RunKey, list[str]] = field(default_factory=dict[RunKey, list[str]])
    """The members that a run has to deal with, by its set."""
    losses: Counter[RunKey] = field(default_factory=Counter[RunKey])
    """How often the dispatcher lost a place at a run."""
    stops: dict[RunKey, tuple[float, int, frozenset[str]]] = field(
        default_factory=dict[RunKey, tuple[float, int, frozenset[str]]]
    )
    """When each run was asked to stop, how much had gone wrong, and who was at it."""
    due: list[datetime] = field(default_factory=list[datetime])
    """When the schedule of each institution wanted its job run."""
    figures: Counter[str] = field(default_factory=Counter[str])

    def blame(self, invariant: str, text: str) -> None:
        at = self.perils.stage.now
        self.violations.append(Violation(invariant, text, at))

    def lost(self, code: str, run_id: str, error: Exception) -> None:
        """Note that a place at a run ended in an error."""
        self.losses[code, run_id] += 1
        self.figures["entries lost"] += 1
        if not isinstance(error, LookupError):
            self.figures[f"carried out into {type(error).__name__}"] += 1

    def rescued(self, code: str, run_id: str) -> None:
        self.figures["rescues"] += 1
        if self.perils.rates.is_gentle and not self.losses[code, run_id]:
            self.blame("I13", f"run {run_id} was left by all, and nobody was called")

    def see(self, changes: list[Change]) -> None:
        """Look at what a commit has changed."""
        before: dict[tuple[int, Any], tuple[Table[Any, Any], Any]] = {}
        for table, key, old in changes:
            before.setdefault((id(table), key), (table, old))
        for (_, key), (table, old) in before.items():
            new = table.rows.get(key, ABSENT)
            if table.name == "runs":
                self._see_run(table.institution, old, new)
            elif table.name == "cards" and old is not ABSENT:
                self._see_card(table.institution, old, new)
            elif isinstance(new, Claimed):
                self._see_range(table.institution, new)

    def _see_run(self, code: str, old: Run | object, new: Run | object) -> None:
        if not isinstance(new, Run):
            self.blame("I4", f"a run was forgotten: {old}")
        elif not isinstance(old, Run):
            self._see_start(code, new)
        else:
            self._see_move(code, old, new)

    def _see_start(self, code: str, new: Run) -> None:
        self.figures["runs"] += 1
        if (code, new.run_id) in self.accepted:
            self.blame("I12", f"id {new.run_id} was given twice")
        others = [
            each
            for each in self.tables.shelves[code].runs.rows.values()
            if each.run_id != new.run_id
        ]
        unfinished = [each for each in others if each.ended_at is None]
        same = (new.job_id, new.set_id, new.profile_id)
        overlaps = any((e.job_id, e.set_id, e.profile_id) == same for e in unfinished)
        if new.ended_at is not None:
            # A time of a schedule that was passed over, and the record of it.
            if new.status is Status.SKIPPED and not overlaps:
                self.blame("I3", f"run {new.run_id} was skipped beside no other one")
            return
        if overlaps:
            self.blame("I3", f"run {new.run_id} overlaps another one")
        if new.origin is not Origin.API:
            return
        if sum(each.origin is Origin.API for each in unfinished) >= MAX_RUNNING:
            self.blame("I1", f"run {new.run_id} is one too many")
        hour_ago = self.now() - HOUR
        starts = [
            each
            for each in others
            if each.job_id == new.job_id
            and each.submitted_at > hour_ago
            and not (each.status in IN_VAIN and each.attempt == 0)
        ]
        if len(starts) >= MAX_STARTS:
            self.blame("I2", f"run {new.run_id} is start {len(starts) + 1} in an hour")

    def _see_move(self, code: str, old: Run, new: Run) -> None:
        key = (code, old.run_id)
        if old.status in TERMINAL:
            if (old.status, old.tally, old.ended_at) != (
                new.status,
                new.tally,
                new.ended_at,
            ):
                self.blame("I7", f"run {old.run_id} changed after its end: {new}")
            return
        if new.status is not old.status:
            self._see_status(key, old, new)
        if new.members and new.tally.done > new.members:
            self.blame("I8", f"run {new.run_id} did {new.tally.done} of {new.members}")
        if (new.progress == 100) != (new.status in COMPLETED) or new.progress > 100:
            self.blame("I8", f"run {new.run_id}: {new.progress} in {new.status}")
        if new.abort_requested and not old.abort_requested:
            self.stops[key] = (self.perils.stage.now, self._trouble(), self._at(key))
        if old.abort_requested and new.tally.done > old.tally.done:
            self.blame("I10", f"run {new.run_id} did a chunk after it was to stop")

    def _see_status(self, key: RunKey, old: Run, new: Run) -> None:
        if new.status not in MOVES[old.status]:
            text = f"run {old.run_id} went from {old.status} to {new.status}"
            self.blame("I7", text)
        if new.status is Status.RUNNING:
            self._see_members(key, new)
        if new.status in TERMINAL:
            self._see_end(key, new)

    def _see_members(self, key: RunKey, run: Run) -> None:
        """Compare the ranges with what the run is to work on."""
        shelf = self._shelf(key)
        if run.set_id:
            due = sorted(shelf.held.rows[run.set_id])
        else:
            # Later requests have higher numbers: they may be missing.
            due = sorted(
                card_id
                for (kind, card_id), card in shelf.cards.rows.items()
                if kind is Kind.REQUEST and not card.sent_by
            )[: run.members]
        ranges = sorted(each for each in shelf.members.rows if each[0] == run.run_id)
        members = [one for each in ranges for one in shelf.members.rows[each]]
        if members != due or run.members != len(due):
            text = f"has {len(members)} members in ranges, of {run.members}"
            self.blame("I11", f"run {run.run_id} {text}")
        self.taken_down[key] = due

    def _see_end(self, key: RunKey, run: Run) -> None:
        self.ended[key] = run.status
        self.figures[run.status] += 1
        if run.status is Status.USER_ABORTED and key in self.stops:
            self._see_stop(key, run)
        if run.ended_at is None or run.ended_at < run.submitted_at:
            self.blame("I7", f"run {run.run_id} ended before it began")
        if any(each == run.run_id for each, _ in self._shelf(key).ranges.rows):
            self.blame("I11", f"run {run.run_id} has ended; its ranges have not")

    def _see_stop(self, key: RunKey, run: Run) -> None:
        """Look how long it took, unless trouble or the want of a worker explains it."""
        asked_at, trouble, workers = self.stops[key]
        if trouble != self._trouble() or not workers & self._at(key):
            return
        self.figures["prompt stops"] += 1
        took = self.perils.stage.now - asked_at
        if took > PROMPT:
            self.blame("I10", f"run {run.run_id} stopped after {took:.1f} s")

    def _trouble(self) -> int:
        """Count what went wrong; that the server was away is not among the perils."""
        return self.perils.befell.total() + self.perils.server.epoch

    def _at(self, key: RunKey) -> frozenset[str]:
        """Return the workers that are at a run and unhindered, with their places."""
        return frozenset(
            f"{entry.executor} {entry.shard}"
            for place, entry in self.tables.queue.rows.items()
            if (entry.institution, entry.run_id) == key
            and self._is_at(place, entry.executor)
        )

    def _is_at(self, place: str, worker: str) -> bool:
        """Tell whether a worker is at a place; it need not know that it has it."""
        now, life = self.perils.stage.now, self.workers.get(worker)
        if life is None or life.at_work != place:
            return False
        if life.haste > 1 or life.frozen_until > now:
            return False
        return self.perils.server.down_until < now

    def _shelf(self, key: RunKey) -> Shelf:
        return self.tables.shelves[key[0]]

    def _see_range(self, code: str, new: Claimed) -> None:
        shelf, span = self.tables.shelves[code], new.span
        if shelf.runs.rows[span.run_id].ended_at is not None:
            self.blame("I11", f"a range of run {span.run_id} came after its end")
        others = [
            each.span
            for (run_id, _), each in shelf.ranges.rows.items()
            if run_id == span.run_id and each.span.turn < span.turn
        ]
        if new.shard is not None and any(each.cursor < each.size for each in others):
            self.blame("I15", f"a range of run {span.run_id} came before its turn")

    def _see_card(self, code: str, old: Card, new: Card | object) -> None:
        runs = self.tables.shelves[code].runs.rows
        if not isinstance(new, Card):
            return
        if len(new.stamps) > len(old.stamps):
            marks = new.stamps[len(old.stamps) :]
            bearers = [run for run in runs.values() if mark_of(run) in marks]
            if any(run.status is not Status.RUNNING for run in bearers):
                self.blame("I6", f"{new.record_id} was changed by a run that had ended")
            if set(marks) & set(old.stamps) or len(bearers) != 1:
                self.blame("I5", f"{new.record_id} was changed twice: {marks}")
        if new.sent_by != old.sent_by:
            self._see_sent(code, old, new, runs.get(new.sent_by))

    def _see_sent(self, code: str, old: Card, new: Card, run: Run | None) -> None:
        if old.sent_by or run is None or run.ended_at is None:
            self.blame(
                "I9", f"{new.record_id} was sent by {old.sent_by}, {new.sent_by}"
            )
            return
        deliveries = self.tables.shelves[code].deliveries.rows
        if not any(of_run == run.run_id for of_run, _ in deliveries):
            self.blame("I9", f"{new.record_id} counts as sent without a delivery")

    def check_survival(self) -> None:
        """Blame what a crash took back though somebody was told that it is done."""
        for code, run_id in self.accepted:
            if run_id not in self.tables.shelves[code].runs.rows:
                self.blame("I4", f"accepted run {run_id} is gone")
        for (code, run_id), status in self.ended.items():
            run = self.tables.shelves[code].runs.rows.get(run_id)
            if run is None or run.status is not status:
                self.blame("I7", f"run {run_id} had ended in {status}, and has not")

    def check_no_trace(self, code: str, mark: str) -> None:
        """Blame a submission that was refused and left a run."""
        runs = self.tables.shelves[code].runs.rows.values()
        if any(mark_of(run) == mark for run in runs):
            self.blame("I12", f"a refused submission left a run: {mark}")
