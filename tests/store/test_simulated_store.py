"""The store of the simulation does as the real ones do: equal answers to anything.

What the simulation says of the engine is worth as much as this.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any, Final

import pytest

from almandine.engine.ports import Artifact, Fenced, Range, Store, Tx, Unavailable
from almandine.engine.run import UNFINISHED, Event, Origin, Run, Status, Tally
from simulation.memory.ledger import Ledger
from simulation.memory.store import MemoryStore, at_once
from simulation.memory.tables import Tables
from store.workshop import HERE, NOON, Workshop

STEPS: Final = 250
RUNS: Final = 4
"""So few that most calls meet one that is in the midst of something."""
OUTCOMES: Final = ("changed", "unchanged", "failed")


class TakenBack(Exception):  # noqa: N818 - it is asked for
    """The transaction is to leave nothing."""


def answer_of(call: Callable[[Tx], Any], tx: Tx) -> Any:  # noqa: ANN401 - of any method
    try:
        return call(tx)
    except (Fenced, Unavailable) as error:
        return type(error)


@dataclass
class Calls:
    """Draws calls that make sense often enough, and not always."""

    chance: Random
    names: list[str] = field(default_factory=list[str])
    seen: dict[str, Run] = field(default_factory=dict[str, Run])
    """Each run as somebody saw it last: often out of date."""
    spans: list[Range] = field(default_factory=list[Range])
    places: int = 0

    def next(self) -> tuple[str, Callable[[Tx], Any]]:
        kinds = (self._new, self._of_run, self._of_run, self._of_range, self._of_range)
        return self.chance.choice((*kinds, self._of_rest))()

    def keep(self, answer: object) -> None:
        if isinstance(answer, Run):
            self.seen[answer.run_id] = answer
        if isinstance(answer, Range):
            self.spans.append(answer)

    def _run_id(self) -> str:
        return self.chance.choice(self.names or ["none"])

    def _new(self) -> tuple[str, Callable[[Tx], Any]]:
        run_id = f"r{len(self.names) + 1}"
        if len(self.names) >= RUNS:
            return self._of_run()
        self.names.append(run_id)
        new = Run(
            run_id=run_id,
            external_id=f"x{run_id}",
            job_id=self.chance.choice(("M1", "M2")),
            job_type="stamp",
            job_name="Stamp",
            name="Stamp",
            origin=self.chance.choice((Origin.API, Origin.UI)),
            submitted_by="anna",
            set_id=self.chance.choice(("s1", "s2")),
            status=Status.RUNNING,
            submitted_at=NOON + timedelta(minutes=len(self.names)),
            started_at=NOON,
            status_at=NOON,
        )
        self.seen[run_id] = new
        ids = [f"b{number}" for number in range(9)]
        turns = self.chance.choice(((0, 0, 0), (0, 0, 1), (0, 1, 2)))

        def add(tx: Tx) -> None:
            tx.runs.add(new)
            tx.queue.put(run_id)
            for number, size in enumerate((4, 1, 4)):
                tx.ranges.add(run_id, number, ids[:size], turns[number])

        return f"add {run_id}", add

    def _of_run(self) -> tuple[str, Callable[[Tx], Any]]:
        run_id, chance = self._run_id(), self.chance
        shard, tally = chance.randrange(3), Tally(chance.randrange(2), 1, 0)
        seen = self.seen.get(run_id)
        moved = replace(seen, members=chance.randrange(9)) if seen else None
        if moved and chance.random() < 0.2:
            status = chance.choice(tuple(UNFINISHED | {Status.FAILED}))
            ended = None if status in UNFINISHED else NOON
            moved = replace(moved, status=status, ended_at=ended)
        calls: dict[str, Callable[[Tx], Any]] = {
            "find": lambda tx: tx.runs.find(run_id),
            "take": lambda tx: tx.runs.take(run_id, shard),
            "advance": lambda tx: tx.runs.advance(run_id, tally),
            "conclude": lambda tx: tx.runs.conclude(run_id, shard, NOON),
            "adopt": lambda tx: tx.runs.adopt(run_id),
            "abort": lambda tx: tx.runs.request_abort(run_id),
        }
        if moved:
            calls["save"] = lambda tx: tx.runs.save(moved)
            calls["call"] = lambda tx: self._call(tx, run_id)
        name = chance.choice(tuple(calls))
        return f"{name} {run_id} {shard}", calls[name]

    def _call(self, tx: Tx, run_id: str) -> int:
        shard = tx.runs.call_shard(run_id)
        self.places += 1
        tx.queue.put(run_id, 100 + self.places)
        return shard

    def _of_range(self) -> tuple[str, Callable[[Tx], Any]]:
        run_id, chance = self._run_id(), self.chance
        shard, token = chance.randrange(3), f"t{chance.random()}"
        after = chance.choice((-1, 0))
        calls: dict[str, Callable[[Tx], Any]] = {
            "of": lambda tx: list(tx.ranges.of(run_id)),
            "claim": lambda tx: tx.ranges.claim(run_id, shard, token),
            "free": lambda tx: tx.ranges.are_free(run_id, after=after),
            "release all": lambda tx: tx.ranges.release_all(run_id),
        }
        if self.spans:
            span = chance.choice(self.spans[-4:])
            on = replace(span, cursor=min(span.size, span.cursor + 2))
            calls["save range"] = lambda tx: tx.ranges.save(on, before=span)
            calls["check"] = lambda tx: tx.ranges.check(span)
            calls["release"] = lambda tx: tx.ranges.release(span)
        if chance.random() < 0.05:
            calls["drop"] = lambda tx: tx.ranges.drop(run_id)
        name = chance.choice(tuple(calls))
        return f"{name} {run_id} {shard}", calls[name]

    def _of_rest(self) -> tuple[str, Callable[[Tx], Any]]:
        run_id, chance = self._run_id(), self.chance
        number, outcome = chance.randrange(3), chance.choice(OUTCOMES)
        events = [Event(f"b{each}", outcome, "so") for each in range(3)]
        made = Artifact(f"f_{number}", number, "0", 1)
        since, starts = NOON + timedelta(minutes=number), chance.randint(1, 3)
        calls: dict[str, Callable[[Tx], Any]] = {
            "events": lambda tx: tx.events.add(run_id, number, events),
            "forget events": lambda tx: tx.events.drop(run_id, number),
            "failed": lambda tx: sorted(tx.events.failed_ids(run_id)),
            "page": lambda tx: _page(tx, run_id, chance.choice((None, outcome))),
            "artifact": lambda tx: tx.artifacts.add(run_id, made, expires_at=NOON),
            "artifacts": lambda tx: list(tx.artifacts.of(run_id)),
            "strike": lambda tx: tx.artifacts.forget(run_id, made.name),
            "unfinished": lambda tx: list(tx.runs.unfinished()),
            "standing": lambda tx: _standing(tx, since, starts),
            "others": lambda tx: tx.queue.others_wait(run_id),
            "has": lambda tx: tx.queue.has(run_id),
        }
        name = chance.choice(tuple(calls))
        return f"{name} {run_id} {number}", calls[name]


def _page(tx: Tx, run_id: str, outcome: str | None) -> tuple[Sequence[Event], int]:
    events, total = tx.events.page(run_id, outcome=outcome, limit=5, offset=1)
    return list(events), total


def _standing(tx: Tx, since: Any, starts: int) -> Any:  # noqa: ANN401
    found = tx.runs.standing(
        "M1", set_id="s1", profile_id="", since=since, starts=starts
    )
    # Any one of those that overlap will do.
    return (found.overlapping is None, found.running, found.limiting_start)


def in_memory() -> Store:
    tables = Tables(Ledger(), (HERE,))
    return MemoryStore(tables, HERE, lambda: NOON, at_once())


@pytest.mark.parametrize("seed", range(3))
def test_both_stores_give_the_same_answers(workshop: Workshop, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - to be played again
    stores, calls = (workshop.store, in_memory()), Calls(chance)
    for step in range(STEPS):
        name, call = calls.next()
        taken_back = calls.chance.random() < 0.1 and not name.startswith("add")
        answers: list[Any] = []
        for store in stores:
            state = calls.chance.getstate()
            places = calls.places
            with suppress(TakenBack), store.write() as tx:
                answers.append(answer_of(call, tx))
                if taken_back:
                    raise TakenBack
            if store is stores[0]:
                calls.chance.setstate(state)
                calls.places = places
        assert answers[0] == answers[1], f"seed {seed}, step {step}: {name}"
        calls.keep(answers[0])
