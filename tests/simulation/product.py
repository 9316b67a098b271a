"""What is simulated: the real engine, but for the parts that a planted bug replaces."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from almandine.engine.abort import abort
from almandine.engine.execute import Worker
from almandine.engine.fires import fire
from almandine.engine.ports import Store, Tx
from almandine.engine.rescue import rescue
from almandine.engine.run import Run, Status
from almandine.engine.submit import submit
from almandine.runners.worker import find_the_forgotten
from simulation.memory.queue import begun_by
from simulation.memory.store import MemoryStore, MemoryTx
from simulation.memory.tables import Tables


def execute(worker: Worker, run_id: str, shard: int) -> Status | None:
    return worker.execute(run_id, shard)


def as_it_is(store: Store) -> Store:
    return store


@dataclass(frozen=True)
class Product:
    """The rules of the engine, and what they stand on."""

    submit: Callable[..., Any] = submit
    abort: Callable[..., Run] = abort
    rescue: Callable[[str, Store], bool] = rescue
    fire: Callable[..., Run | None] = fire
    execute: Callable[[Worker, str, int], Status | None] = execute
    tx: Callable[[MemoryStore], Tx] = MemoryTx  # pyright: ignore[reportAssignmentType] - sets and configuration in part
    store: Callable[[Store], Store] = as_it_is
    find_the_forgotten: Callable[[Any, Any], None] = find_the_forgotten
    begun_by: Callable[[Tables, str], list[str]] = begun_by
