"""A library, its machines, and the database between them."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Final
from zlib import crc32

from almandine.engine.catalogue import Catalogue
from almandine.engine.ports import Store
from simulation.files import Disk
from simulation.jobs import JOB_TYPES, SEND
from simulation.memory.ledger import Change, Ledger
from simulation.memory.queue import waiting
from simulation.memory.runs import unfinished_of
from simulation.memory.store import MemoryStore
from simulation.memory.tables import Tables
from simulation.perils import FaultyDoor, Perils, draw_rates
from simulation.product import Product
from simulation.stage import Life, Stage, Strand
from simulation.witness import Witness

START: Final = datetime(2026, 11, 23, tzinfo=UTC)
WEEK: Final = 7 * 24 * 3600.0
HERE: Final = "01ALM_INST"
ELSEWHERE: Final = "02ALM_INST"
POLL: Final = 0.2
"""Seconds between two looks of the dispatcher into the queue."""


def turn_of(run_id: str, range_no: int) -> int:
    """Let every other run have turns, two ranges at a time, as imports have them."""
    # The numbers of runs are odd here.
    return range_no // 2 if int(run_id[1:]) % 4 == 1 else 0


class World:
    """Everything there is, in the week of one seed."""

    def __init__(self, seed: int, product: Product) -> None:
        self.product = product
        self.chance = Random(seed)  # noqa: S311 - to be played again
        self.stage = Stage()
        self.rates = draw_rates(self.chance)
        self.perils = Perils(self.chance, self.rates, self.stage)
        self.ledger = Ledger()
        self.ledger.now = lambda: self.stage.now
        self.ledger.lag = 30.0 if self.rates.is_one_machine else 0.6
        self.ledger.watch = self._look
        self.tables = Tables(self.ledger, (HERE, ELSEWHERE))
        for shelf in self.tables.shelves.values():
            shelf.turn_of = turn_of
        self.disks = {code: Disk() for code in self.tables.shelves}
        self.catalogue = Catalogue(JOB_TYPES)
        self.workers: dict[str, Life] = {}
        """The worker processes that live, by id."""
        self.witness = Witness(self.tables, self.now, self.perils, self.workers)
        self.idle: list[Strand] = []
        """Dispatchers that find nothing in the queue."""
        self.stage.waking = self._have_beaten
        self.tokens = 0
        self.digest = 0
        """Of the instants of all commits: two equal ones are the same week."""
        self.rested_at = 0.0
        """When nothing happened for the last time."""

    def now(self) -> datetime:
        """Return the time by the clock of the database."""
        return START + timedelta(seconds=self.stage.now)

    def store_for(self, life: Life, institution: str) -> Store:
        """Return the way of a process to what an institution keeps."""
        door = FaultyDoor(self.perils, life)
        store = MemoryStore(
            self.tables, institution, self.now, door, (SEND,), self.product.tx
        )
        return self.product.store(store)

    def new_token(self) -> str:
        self.tokens += 1
        return f"t{self.tokens}"

    def _look(self, changes: list[Change]) -> None:
        self.digest = crc32(repr(self.stage.now).encode(), self.digest)
        self.witness.see(changes)
        if any(table.name == "queue" for table, _, _ in changes):
            self.call_the_idle()

    def call_the_idle(self) -> None:
        """Let dispatchers find what waits, each at its next look."""
        if self.idle and waiting(self.tables):
            idle, self.idle = self.idle, []
            for strand in idle:
                self.stage.rouse(strand, POLL * self.chance.random())

    def fires_due(self) -> list[tuple[str, str]]:
        """Return institution and job of all next times that have passed."""
        return [
            (code, fire.job_id)
            for code, shelf in self.tables.shelves.items()
            for fire in shelf.fires.rows.values()
            if fire.due_at is not None and fire.due_at <= self.now()
        ]

    def is_at_rest(self) -> bool:
        """Tell whether nothing happens unless somebody comes."""
        tables = self.tables
        return (
            not tables.queue.rows
            and not self.fires_due()
            and tables.workers.rows.keys() <= self.workers.keys()
            and not unfinished_of(tables.shelves.values())
        )

    def _have_beaten(self, asleep: list[Strand]) -> None:
        """Let workers go on that slept through a time in which nothing happened.

        Their hearts beat on: in the end they were seen a moment ago.
        """
        self.rested_at = self.stage.now
        for strand in asleep:
            seen = self.tables.workers.rows
            if strand.life.name in seen and not strand.life.dead:
                seen[strand.life.name] = self.stage.now - self.chance.random()
            self.stage.rouse(strand, self.chance.random())
