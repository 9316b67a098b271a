"""Worker processes: the real main loop, and a dispatcher as the real one behaves."""

from collections.abc import Callable, Collection, Generator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from almandine.engine.execute import Worker
from almandine.engine.ports import Unavailable
from almandine.engine.work import Bench
from almandine.env import Env
from almandine.faults import Refused
from almandine.runners.worker import RESCUE_EVERY, START_EVERY, Chore, WorkerProcess
from simulation.files import MemoryCourier, MemoryWorkspace
from simulation.jobs import JOB_TYPES
from simulation.memory import queue
from simulation.memory.runs import unfinished_of
from simulation.memory.store import Lost, transaction
from simulation.memory.tables import Entry
from simulation.perils import FaultyDoor
from simulation.stage import Life
from simulation.world import START, World

CHUNK: Final = 4
RANGE: Final = 9
LONGEST_STIR: Final = 7200.0
"""Seconds after which the service must have come to rest at least once."""
SKEW: Final = 90.0
"""Seconds by which a machine's clock may be wrong."""


def env_of(world: World, skew: float, sleep: Callable[[timedelta], None]) -> Env:
    """Return the world as a process with a wrong clock sees it."""

    def now() -> datetime:
        return START + timedelta(seconds=world.stage.now + skew)

    return Env(now, sleep, world.new_token, world.chance.random)


@dataclass(eq=False)
class Machine:
    """One worker process."""

    world: World
    life: Life
    stopping: bool = False
    leaving: Event = field(default_factory=Event)
    skew: float = 0.0
    suspects: set[str] = field(default_factory=set[str])

    def start(self, after: float) -> None:
        self.world.stage.begin(self._main, self.life, after=after, in_background=True)

    def _main(self) -> None:
        """Live as a worker does; whatever it dies of, somebody replaces it."""
        world = self.world
        workers, dispatcher = MemoryWorkers(self), MemoryDispatcher(self)
        process = WorkerProcess(
            self.life.name,
            workers,
            dispatcher,
            env_of(world, self.skew, self._doze),
            self._chores(workers, dispatcher),
            self.leaving,
        )
        try:
            process.work(lambda: self.stopping)
        except Lost:
            world.perils.befell["died at its start"] += 1
        world.perils.on_kill(self.life)

    def _chores(
        self, workers: "MemoryWorkers", dispatcher: "MemoryDispatcher"
    ) -> tuple[Chore, ...]:
        """Return what `app.App.worker_process` has a worker do."""
        find = self.world.product.find_the_forgotten
        return (
            Chore(self._start_due, START_EVERY),
            Chore(self._rescue, RESCUE_EVERY),
            Chore(lambda: find(workers, dispatcher), RESCUE_EVERY),
        )

    def _doze(self, duration: timedelta) -> None:
        world = self.world
        if world.is_at_rest():
            world.stage.sleep()
            return
        if world.stage.now - world.rested_at > LONGEST_STIR:
            world.witness.blame("I4", "something never ends")
            world.stage.is_over = True
        world.stage.pause(duration.total_seconds())

    @contextmanager
    def writing(self, *, durable: bool = False) -> Generator[None]:
        """Open a transaction of nobody's institution."""
        door = FaultyDoor(self.world.perils, self.life)
        with transaction(self.world.tables, door, durable=durable):
            yield

    def step(self) -> None:
        self.world.perils.step(self.life)

    def _rescue(self) -> None:
        """Do as `app.App.rescue`."""
        world = self.world
        with self.writing():
            unfinished = unfinished_of(world.tables.shelves.values())
        with self.writing():
            standing = queue.standing(world.tables)
        for code, run_id in unfinished:
            if (code, run_id) in standing:
                continue
            if world.product.rescue(run_id, world.store_for(self.life, code)):
                world.witness.rescued(code, run_id)

    def _start_due(self) -> None:
        """Do as `app.App.start_due`."""
        world = self.world
        with self.writing():
            due = world.fires_due()
        for code, job_id in due:
            store = world.store_for(self.life, code)
            with suppress(Refused, Unavailable):
                while world.product.fire(
                    job_id, store=store, catalogue=world.catalogue
                ):
                    world.witness.figures["fires"] += 1

    def carry_out(self, entry: Entry) -> None:
        """Work at a run with the real engine."""
        world, code = self.world, entry.institution
        disk = world.disks[code]
        worker = Worker(
            bench=Bench(
                world.store_for(self.life, code),
                MemoryWorkspace(disk, self.step),
                CHUNK,
                self.leaving.is_set,
            ),
            courier=MemoryCourier(disk, self.step),
            job_types=JOB_TYPES,
            env=env_of(world, self.skew, self._wait),
            range_size=RANGE,
        )
        world.product.execute(worker, entry.run_id, entry.shard)

    def _wait(self, duration: timedelta) -> None:
        self.world.stage.pause(duration.total_seconds())


@dataclass(frozen=True, slots=True)
class MemoryWorkers:
    """Implements `runners.worker.Workers` as `store.workers` does."""

    machine: Machine

    def beat(self, worker_id: str) -> None:
        self._note(worker_id, 0.0)

    def declare_dead(self, worker_id: str) -> None:
        self._note(worker_id, 86400.0)

    def _note(self, worker_id: str, since: float) -> None:
        world = self.machine.world
        with self.machine.writing():
            world.tables.workers.put(worker_id, world.stage.now - since)

    def claim_silent(self, silence: timedelta) -> Sequence[str]:
        world = self.machine.world
        with self.machine.writing():
            now, seen = world.stage.now, world.tables.workers
            since = now - silence.total_seconds()
            silent = [worker_id for worker_id, at in seen.rows.items() if at < since]
            for worker_id in silent:
                seen.put(worker_id, now)
            return silent

    def known(self) -> Collection[str]:
        with self.machine.writing():
            return set(self.machine.world.tables.workers.rows)

    def bury(self, worker_id: str) -> None:
        with self.machine.writing():
            self.machine.world.tables.workers.drop(worker_id)


@dataclass(frozen=True, slots=True)
class MemoryDispatcher:
    """Implements `runners.worker.Takes` as DBOS does."""

    machine: Machine

    def start(self) -> None:
        machine = self.machine
        machine.world.stage.begin(self._take_runs, machine.life)

    def take_over(self, worker_id: str) -> Sequence[str]:
        world = self.machine.world
        with self._writing():
            left = world.product.begun_by(world.tables, worker_id)
        if left:
            # What was true of them a moment ago need not be true any more.
            with self._writing():
                queue.resume(world.tables, left)
        return left

    def executors(self) -> Collection[str]:
        with self._writing():
            rows = self.machine.world.tables.queue.rows.values()
            return {each.executor for each in rows if each.executor}

    def resume_forgotten(self) -> Sequence[str]:
        machine, tables = self.machine, self.machine.world.tables
        with self._writing():
            mine = queue.begun_by(tables, machine.life.name)
        idle = set(mine) - {machine.life.at_work}
        forgotten = sorted(idle & machine.suspects)
        machine.suspects = idle
        if forgotten:
            with self._writing():
                queue.resume(tables, forgotten)
        return forgotten

    def stop(self, patience: timedelta) -> None:
        stage = self.machine.world.stage
        patient_until = stage.now + patience.total_seconds()
        while self.machine.life.at_work and stage.now < patient_until:
            stage.pause(0.1)

    @contextmanager
    def _writing(self) -> Generator[None]:
        # On SQLite with synchronous=NORMAL, on PostgreSQL as the server likes it.
        durable = not self.machine.world.rates.is_one_machine
        with self.machine.writing(durable=durable):
            yield

    def _take_runs(self) -> None:
        machine = self.machine
        world = machine.world
        while not machine.leaving.is_set():
            taken = self._retried(self._claim)
            if taken is None:
                world.idle.append(world.stage.current)
                world.stage.step_back()
                continue
            self._carry_out(*taken)

    def _claim(self) -> tuple[str, Entry] | None:
        """Take the oldest entry of an institution, whichever it is."""
        world = self.machine.world
        codes = list(world.tables.shelves)
        world.chance.shuffle(codes)
        owner = world.tables.created = world.tables.created + 1
        for code in codes:
            with self._writing():
                name = self.machine.life.name
                taken = queue.claim(world.tables, code, name, owner)
            if taken is not None:
                return taken
        return None

    def _carry_out(self, key: str, entry: Entry) -> None:
        machine, world = self.machine, self.machine.world
        machine.life.at_work = key
        try:
            self._check_luck()
            machine.carry_out(entry)
        except Exception as error:  # noqa: BLE001 - as the dispatcher does
            world.witness.lost(entry.institution, entry.run_id, error)

        def conclude() -> None:
            with self._writing():
                queue.conclude(world.tables, key, entry.owner)

        self._retried(conclude)
        machine.life.at_work = ""

    def _check_luck(self) -> None:
        world = self.machine.world
        if world.perils.on and world.chance.random() < world.rates.lost_entries:
            raise LookupError("the dispatcher broke")

    def _retried(self, act: Callable[[], "tuple[str, Entry] | None"]):  # noqa: ANN202
        while True:
            try:
                return act()
            except Lost:
                self.machine.world.stage.pause(1.0)
