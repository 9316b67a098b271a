"""Records, sets, ids and the ledger of files, in memory."""

from collections.abc import Generator, Sequence
from datetime import datetime
from typing import Any

from almandine.engine.job import Job, JobClass
from almandine.engine.ports import Artifact, Delivery, Prepared
from almandine.records.kind import Kind
from almandine.records.sets import RecordSet
from simulation.memory.tables import Shelf


class Nothing:
    """Implements `engine.ports.Prepared`."""

    def keeps_keys(self, record_ids: Sequence[str]) -> bool:
        return not record_ids


class MemoryRecords:
    """Implements `engine.ports.Records`."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.rows = shelf.cards.rows

    def read(self, kind: Kind, record_ids: Sequence[str]) -> Sequence[Any]:
        found = (self.rows.get((kind, each)) for each in record_ids)
        return [card for card in found if card is not None]

    def hold(self, kind: Kind, records: Sequence[Any]) -> bool:
        return self.read(kind, [card.record_id for card in records]) == records

    def prepare(
        self, kind: Kind, changes: Sequence[tuple[Any, Any]], new: Sequence[Any] = ()
    ) -> Prepared:
        """Find nothing out: to write a card takes nothing beforehand."""
        return Nothing()

    def write(
        self, kind: Kind, records: Sequence[Any], prepared: object = None
    ) -> None:
        for card in records:
            self.shelf.cards.put((kind, card.record_id), card)

    def pending(self, kind: Kind, profile_id: str) -> Generator[Sequence[str]]:
        yield sorted(
            record_id
            for (of_kind, record_id), card in self.rows.items()
            if of_kind is kind and not card.sent_by
        )


class MemorySets:
    """Implements as much of `engine.sets.ports.Sets` as runs need."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def find(self, set_id: str) -> RecordSet | None:
        return self.shelf.sets.rows.get(set_id)

    def member_ids(self, of: RecordSet) -> Generator[Sequence[str]]:
        yield sorted(self.shelf.held.rows[of.set_id])

    def add(self, new: RecordSet) -> None:
        self.shelf.sets.put(new.set_id, new)
        self.shelf.held.put(new.set_id, ())

    def add_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        held = self.shelf.held.rows[set_id]
        self.shelf.held.put(set_id, tuple({*held, *record_ids}))


class MemoryIds:
    """Implements `engine.ports.Ids`."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def next(self, what: str, count: int = 1) -> Sequence[str]:
        last = self.shelf.counters.rows.get(what, 0) + count
        self.shelf.counters.put(what, last)
        return [f"{what[0]}{last - count + each:05d}" for each in range(1, count + 1)]


class MemoryArtifacts:
    """Implements `engine.ports.Artifacts`."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def add(self, run_id: str, made: Artifact, *, expires_at: datetime) -> None:
        self.shelf.artifacts.put((run_id, made.name), made)

    def of(self, run_id: str) -> Sequence[Artifact]:
        found = [
            each
            for (of_run, _), each in self.shelf.artifacts.rows.items()
            if of_run == run_id
        ]
        return sorted(found, key=lambda each: (len(each.name), each.name))

    def expired(self, now: datetime) -> Sequence[tuple[str, str]]:
        return ()

    def forget(self, run_id: str, name: str) -> None:
        self.shelf.artifacts.drop((run_id, name))

    def add_delivery(self, run_id: str, delivered: Delivery) -> None:
        key = (run_id, delivered.name)
        before = [
            each
            for each in self.shelf.deliveries.rows.get(key, ())
            if (each.sha256, each.endpoint) == (delivered.sha256, delivered.endpoint)
        ]
        self.shelf.deliveries.put(key, (*before, delivered))

    def deliveries(self, run_id: str) -> Sequence[Delivery]:
        found = self.shelf.deliveries.rows.items()
        return [each for (of, _), held in found if of == run_id for each in held]


class FixedJobs:
    """Implements `engine.ports.Jobs`: one job that a profile has."""

    def __init__(self, *jobs: Job) -> None:
        self.jobs = {each.job_id: each for each in jobs}

    def find(self, job_id: str) -> Job | None:
        return self.jobs.get(job_id)

    def page(
        self,
        *,
        job_class: JobClass | None,
        category: str | None,
        profile_id: str | None,
    ) -> Sequence[Job]:
        return list(self.jobs.values())

    def set_schedule_active(self, job_id: str, *, active: bool) -> None:
        raise AssertionError(job_id)


class NoReferences:
    """Implements `engine.ports.References`: names stand for themselves."""

    def resolve(self, kind: str, name: str) -> str | None:
        return name
