"""Simulate weeks by their seeds, and sum up."""

import logging
import multiprocessing
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

import structlog

from simulation.audit import audit
from simulation.product import Product
from simulation.week import Week
from simulation.witness import Violation
from simulation.world import World

AT_A_TIME: Final = 5
"""Weeks that a process is given at once."""


@dataclass(frozen=True)
class Story:
    """What happened in the week of a seed."""

    seed: int
    violations: tuple[Violation, ...]
    figures: Counter[str]
    digest: int
    """Of all that happened: the same for the same seed."""

    def __str__(self) -> str:
        found = [f"  {v.invariant} at {v.at:.3f} s: {v.text}" for v in self.violations]
        return "\n".join([f"seed {self.seed}; again: {replay(self.seed)}", *found[:5]])


@dataclass(frozen=True)
class Report:
    """What happened in many weeks."""

    stories: tuple[Story, ...]

    @property
    def violated(self) -> list[Story]:
        """Return the weeks in which something was wrong."""
        return [story for story in self.stories if story.violations]

    @property
    def figures(self) -> Counter[str]:
        """Return how often what happened."""
        return sum((story.figures for story in self.stories), Counter[str]())

    def __str__(self) -> str:
        counted = [f"{n:>12,}  {what}" for what, n in sorted(self.figures.items())]
        weeks = f"{len(self.stories):>12,}  simulated weeks"
        bad = f"{len(self.violated):>12,}  of them with violations"
        return "\n".join([*map(str, self.violated), weeks, bad, *counted])


def replay(seed: int) -> str:
    """Return the command that plays the week again."""
    return f"PYTHONPATH=src:tests .venv/bin/python -m simulation --first {seed}"


def simulate(seed: int, product: Product | None = None) -> Story:
    """Play one week; the same seed plays the same week."""
    world = World(seed, product or Product())
    Week(world).prepare()
    world.stage.play()
    audit(world)
    figures = world.witness.figures + world.perils.befell
    figures["commits"] = world.ledger.commits
    return Story(seed, tuple(world.witness.violations), figures, world.digest)


def quieten() -> None:
    """Keep what workers log to themselves: there are thousands of them."""
    silent = structlog.make_filtering_bound_logger(logging.CRITICAL)
    structlog.configure(wrapper_class=silent)


def run_seeds(first: int, count: int) -> Report:
    """Simulate the weeks of `count` seeds in a row, on all processors."""
    seeds = range(first, first + count)
    if count <= AT_A_TIME:
        return Report(tuple(map(simulate, seeds)))
    return Report(tuple(_in_processes(seeds)))


def _in_processes(seeds: range) -> Iterator[Story]:
    # Fresh processes: what measures coverage does not understand coroutines.
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), fresh, initializer=quieten) as pool:
        yield from pool.map(simulate, seeds, chunksize=AT_A_TIME)
