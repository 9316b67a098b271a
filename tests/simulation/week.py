"""What happens in the library in a week: who comes, and what goes wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Final

from almandine.engine.fires import plan
from almandine.engine.ports import Unavailable
from almandine.engine.run import Origin
from almandine.engine.submit import Submission
from almandine.engine.thresholds import Limits
from almandine.faults import Refused, RunNotCommitted
from almandine.records.kind import Kind
from almandine.records.sets import RecordSet, SetType
from simulation.jobs import SEND, STAMPS, WRITE
from simulation.memory.store import MemoryStore, at_once
from simulation.memory.tables import Card, Shelf
from simulation.process import SKEW, Machine
from simulation.stage import Life
from simulation.world import ELSEWHERE, HERE, START, WEEK, World

WORKERS: Final = 3
CARDS: Final = 40
SETS: Final = ("s1", "s2", "s3", "s4")
DAY: Final = 86400.0
DUE: Final = 2 * 3600.0
"""When the schedule of each institution wants its job run."""
REST: Final = 900.0
"""Seconds within which all must be at rest once nothing goes wrong any more."""


class Week:
    """Fills a world with people and trouble."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.chance = world.chance
        self.marks = 0
        self.hired = 0
        self.closed = False
        world.perils.on_kill = self._bury
        world.perils.on_crash = self._crash
        world.perils.on_drain = self._drain
        self.machines: dict[str, Machine] = {}

    def prepare(self) -> None:
        """Furnish the library, and let everybody begin."""
        for code, shelf in self.world.tables.shelves.items():
            self._furnish(code, shelf)
        for _ in range(WORKERS):
            self._hire(after=self.chance.random())
        starts = sorted(self.chance.uniform(0, WEEK) for _ in range(10))
        for start in starts:
            self._open(start)
        for day in range(7):
            self._at(day * DAY + DUE, self._fall_due)
        self._at(WEEK, self._close)

    def _at(self, at: float, act: Callable[[], None], life: Life | None = None) -> None:
        stage = self.world.stage
        stage.begin(act, life or Life("somebody"), after=max(0.0, at - stage.now))

    def _furnish(self, code: str, shelf: Shelf) -> None:
        ledger, chance = self.world.ledger, self.chance
        ledger.begin()
        for number in range(1, CARDS + 1):
            for kind, letter in ((Kind.BIB, "b"), (Kind.REQUEST, "r")):
                card = Card(f"{letter}{number:04d}")
                if kind is Kind.BIB or number <= 10:
                    shelf.cards.put((kind, card.record_id), card)
        tx = MemoryStore(self.world.tables, code, self.world.now, at_once())
        sets = tx.tx(tx).sets
        for set_id in SETS:
            sets.add(
                RecordSet(
                    set_id=set_id,
                    name=set_id,
                    content="BIB_MMS",
                    type=SetType.ITEMIZED,
                    created_by="anna",
                    created_at=START,
                    modified_at=START,
                )
            )
            size = chance.choice((0, 3, 12, 25, CARDS))
            numbers = chance.sample(range(1, CARDS + 1), size)
            sets.add_members(set_id, [f"b{number:04d}" for number in numbers])
        ledger.commit(durable=True)
        store = MemoryStore(self.world.tables, code, self.world.now, at_once(), (SEND,))
        plan(SEND.job_id, store=store)

    def _fall_due(self) -> None:
        """Wake those who sleep; from here on there is something to do."""
        at = START + timedelta(seconds=self.world.stage.now)
        self.world.witness.due.append(at.replace(microsecond=0))

    # Workers.

    def _hire(self, after: float) -> None:
        world = self.world
        self.hired += 1
        life = Life(f"w{self.hired}", restless=True, epoch=world.perils.server.epoch)
        machine = Machine(world, life, skew=self.chance.uniform(-SKEW, SKEW))
        world.workers[life.name] = life
        self.machines[life.name] = machine
        machine.start(after)

    def _bury(self, life: Life) -> None:
        """Replace a process that is dead; its parent may have seen it die."""
        life.dead = True
        world = self.world
        if world.workers.pop(life.name, None) is None:
            return
        machine = self.machines.pop(life.name)
        for strand in [each for each in world.idle if each.life is life]:
            world.idle.remove(strand)
            world.stage.rouse(strand, 0.0)
        if self.chance.random() < 0.5 and not machine.stopping:
            self._at(world.stage.now + self.chance.random(), self._declaring(life))
            self._hire(after=1 + self.chance.random())
        else:
            self._hire(after=1 + 120 * self.chance.random() ** 2)

    def _declaring(self, dead: Life) -> Callable[[], None]:
        def declare() -> None:
            ledger, workers = self.world.ledger, self.world.tables.workers
            if dead.name in workers.rows:
                ledger.begin()
                workers.put(dead.name, self.world.stage.now - DAY)
                ledger.commit(durable=False)

        return declare

    def _drain(self, life: Life) -> None:
        self.machines[life.name].stopping = True

    # People.

    def _open(self, start: float) -> None:
        """Let people come for some minutes, and trouble with them."""
        chance, rates = self.chance, self.world.rates
        length = chance.choice((5.0, 60.0, 600.0))
        for _ in range(chance.randint(2, 9)):
            at = start + chance.random() * length
            origin = chance.choice((Origin.API, Origin.API, Origin.UI))
            code = HERE if chance.random() < 0.8 else ELSEWHERE
            job_id = chance.choice((*STAMPS, *STAMPS, WRITE, SEND.job_id))
            self._visit(at, origin, code, job_id)
        for _ in range(chance.randint(0, 3)):
            self._at(start + chance.random() * length, self._edit)
        for _ in range(_times(chance, rates.outages)):
            self._at(start + chance.random() * (length + 10), self._crash)
        for _ in range(_times(chance, rates.full_disks)):
            self._at(start + chance.random() * length, self._fill_disk)

    def _visit(self, at: float, origin: Origin, code: str, job_id: str) -> None:
        life = Life("client", epoch=0)

        def visit() -> None:
            run_id = self._submit(life, origin, code, job_id)
            if run_id is not None and self.chance.random() < 0.25:
                wait = self.chance.random() ** 2 * 20
                self.world.stage.pause(wait)
                self._abort(life, code, run_id)

        self._at(at, visit, life)

    def _submit(self, life: Life, origin: Origin, code: str, job_id: str) -> str | None:
        world, witness = self.world, self.world.witness
        self.marks += 1
        mark = f"m{self.marks}"
        given = [("mark", mark)]
        if job_id != SEND.job_id:
            given.append(("set_id", self.chance.choice(SETS)))
        asked = Submission(
            job_id=job_id,
            op="run",
            read_parameters=lambda: given,
            origin=origin,
            submitted_by="anna",
        )
        try:
            submitted = world.product.submit(
                asked,
                store=world.store_for(life, code),
                catalogue=world.catalogue,
                limits=Limits(),
            )
        except Refused as refused:
            witness.figures["refused"] += 1
            if not isinstance(refused.refusal, RunNotCommitted):
                witness.check_no_trace(code, mark)
            return None
        except Unavailable:
            return None
        witness.accepted.add((code, submitted.run.run_id))
        if self.chance.random() < world.rates.of["crash"]:
            # The power fails when the answer is hardly out: no later commit helps.
            self._crash()
        return submitted.run.run_id

    def _abort(self, life: Life, code: str, run_id: str) -> None:
        skewed = self.world.now() + timedelta(seconds=self.chance.uniform(-SKEW, SKEW))
        try:
            with self.world.store_for(life, code).write(durable=True) as tx:
                self.world.product.abort(run_id, tx=tx, now=skewed)
        except (Refused, Unavailable):
            return
        self.world.witness.figures["aborts"] += 1

    def _edit(self) -> None:
        """Change some cards by hand, take some away, and add requests."""
        chance, shelf = self.chance, self.world.tables.shelves[HERE]
        ledger = self.world.ledger
        ledger.begin()
        cards = list(shelf.cards.rows.items())
        for key, card in chance.sample(cards, 12):
            if key[0] is Kind.BIB:
                shelf.cards.put(key, replace(card, edits=card.edits + 1))
        requests = sum(kind is Kind.REQUEST for kind, _ in shelf.cards.rows)
        for number in range(requests + 1, requests + chance.randint(1, 20)):
            card = Card(f"r{number:04d}")
            shelf.cards.put((Kind.REQUEST, card.record_id), card)
        ledger.commit(durable=True)

    # Trouble.

    def _crash(self) -> None:
        """Let the database, or the only machine, lose power."""
        world, server = self.world, self.world.perils.server
        if self.closed:
            return
        lost = world.ledger.crash(self.chance.choice((1.0, self.chance.random())))
        world.witness.figures["database crashes"] += 1
        world.witness.figures["commits lost"] += lost
        world.witness.check_survival()
        server.epoch += 1
        server.down_until = world.stage.now + self.chance.choice((0.2, 1.0, 5.0))
        if world.rates.is_one_machine:
            for life in list(world.workers.values()):
                self._bury(life)
        world.call_the_idle()

    def _fill_disk(self) -> None:
        disk = self.world.disks[HERE]
        self.world.perils.befell["full disk"] += 1
        if self.chance.random() < 0.5:
            disk.is_full = True
        else:
            disk.is_cut_off = True
        self.world.stage.pause(self.chance.uniform(1, 60))
        disk.is_full = disk.is_cut_off = False

    def _close(self) -> None:
        """Let nothing go wrong any more, and wait until all is at rest."""
        world = self.world
        self.closed = True
        world.perils.on = False
        for life in world.workers.values():
            life.haste = 1.0
        until = world.stage.now + REST
        while not world.is_at_rest() and world.stage.now < until:
            world.stage.pause(5.0)
        world.perils.befell["seconds to rest"] = int(world.stage.now - WEEK)
        world.stage.is_over = True


def _times(chance: Random, mean: float) -> int:
    return int(mean) + (chance.random() < mean - int(mean))
