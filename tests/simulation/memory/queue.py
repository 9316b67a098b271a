"""The dispatcher's queue in memory, as DBOS keeps it.

Entries wait or have an executor; those that have an outcome are forgotten, since no
statement of ours asks for them.
"""

from dataclasses import replace
from typing import Final

from simulation.memory.tables import Entry, Tables

GLANCE: Final = 10


def entry_id(institution: str, run_id: str, shard: int) -> str:
    return f"{institution}/{run_id}/{shard}"


class MemoryQueue:
    """Implements `engine.ports.Queue` as `runners.dispatch.DbosQueue` does."""

    def __init__(self, tables: Tables, institution: str) -> None:
        self.tables = tables
        self.institution = institution

    def put(self, run_id: str, shard: int = 0) -> None:
        self.tables.created += 1
        key = entry_id(self.institution, run_id, shard)
        assert key not in self.tables.queue.rows, "a place was given twice"
        entry = Entry(self.institution, run_id, shard, self.tables.created)
        self.tables.queue.put(key, entry)

    def others_wait(self, run_id: str) -> bool:
        mine = (self.institution, run_id)
        first = waiting(self.tables)[:GLANCE]
        return any((each.institution, each.run_id) != mine for each in first)

    def has(self, run_id: str) -> bool:
        return (self.institution, run_id) in standing(self.tables)


def waiting(tables: Tables) -> list[Entry]:
    """Return the entries that nobody has, oldest first."""
    free = (each for each in tables.queue.rows.values() if not each.executor)
    return sorted(free, key=lambda each: each.created)


def standing(tables: Tables) -> frozenset[tuple[str, str]]:
    """Return institution and id of each run that has a worker or waits for one."""
    return frozenset(
        (each.institution, each.run_id) for each in tables.queue.rows.values()
    )


def claim(
    tables: Tables, institution: str, executor: str, owner: int
) -> tuple[str, Entry] | None:
    """Give the institution's oldest waiting entry to a worker."""
    for each in waiting(tables):
        if each.institution == institution:
            key = entry_id(each.institution, each.run_id, each.shard)
            claimed = replace(each, executor=executor, owner=owner)
            tables.queue.put(key, claimed)
            return key, claimed
    return None


def conclude(tables: Tables, key: str, owner: int) -> None:
    """Note an outcome, unless somebody else has the entry by now."""
    entry = tables.queue.rows.get(key)
    if entry is not None and entry.executor and entry.owner == owner:
        tables.queue.drop(key)


def begun_by(tables: Tables, executor: str) -> list[str]:
    """Return what a worker had begun."""
    return [key for key, each in tables.queue.rows.items() if each.executor == executor]


def resume(tables: Tables, keys: list[str]) -> None:
    """Let entries wait again, whoever has them by now."""
    for key in keys:
        entry = tables.queue.rows.get(key)
        if entry is not None:
            tables.queue.put(key, replace(entry, executor="", owner=0))
