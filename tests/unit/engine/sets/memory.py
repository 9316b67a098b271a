"""Sets kept in memory: the ports of the use cases without a database."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from almandine.engine.run import Origin, Run, Status
from almandine.engine.sets.creator import Creator
from almandine.engine.sets.ports import Combination, PlacedMember, SetFilter
from almandine.records.sets import RecordSet, SetType

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANNA = Creator("anna", "Berg, Anna", NOON)

BIBS = RecordSet(
    set_id="1",
    name="Old maps",
    content="BIB_MMS",
    type=SetType.ITEMIZED,
    created_by="anna",
    created_at=NOON,
    modified_at=NOON,
)
ITEMS = replace(BIBS, set_id="2", name="Weeding", content="ITEM")
USERS = replace(BIBS, set_id="3", name="Graduates", content="USER")
FOUND = replace(
    BIBS,
    set_id="4",
    name="Found",
    type=SetType.LOGICAL,
    query='BIB_MMS where BIB_MMS (title CONTAIN "map")',
)
RUN = Run(
    run_id="17",
    external_id="18",
    job_id="M44",
    job_type="export_bibs",
    job_name="Export Bibliographic Records",
    name="Export",
    origin=Origin.API,
    submitted_by="anna",
    set_id="1",
    status=Status.RUNNING,
    submitted_at=NOON,
    started_at=NOON,
    status_at=NOON,
)

Identifier = tuple[str, str, str]
"""Content, type and value."""


@dataclass
class MemorySets:
    """Implements `engine.sets.ports.Sets`."""

    kept: dict[str, RecordSet] = field(default_factory=dict[str, RecordSet])
    held: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    """Members by set; of logical sets too."""
    records: Mapping[str, frozenset[str]] = field(
        default_factory=dict[str, frozenset[str]]
    )
    """Ids of the records there are, by content."""
    identifiers: Mapping[Identifier, Sequence[str]] = field(
        default_factory=dict[Identifier, Sequence[str]]
    )
    asked: list[SetFilter] = field(default_factory=list[SetFilter])
    """Filters of the pages that were asked for."""

    def find(self, set_id: str) -> RecordSet | None:
        return self.kept.get(set_id)

    def by_name(self, name: str) -> RecordSet | None:
        return next((each for each in self.kept.values() if each.name == name), None)

    def add(self, new: RecordSet) -> None:
        self.kept[new.set_id] = new
        self.held.setdefault(new.set_id, set())

    def update(self, changed: RecordSet) -> None:
        self.kept[changed.set_id] = changed

    def delete(self, set_id: str) -> None:
        del self.kept[set_id]
        del self.held[set_id]

    def page(
        self, which: SetFilter, *, limit: int, offset: int
    ) -> tuple[Sequence[RecordSet], int]:
        self.asked.append(which)
        every = list(self.kept.values())
        return every[offset : offset + limit], len(every)

    def member_count(self, of: RecordSet) -> int:
        return len(self.held[of.set_id])

    def members(
        self, of: RecordSet, *, limit: int, offset: int
    ) -> tuple[Sequence[PlacedMember], int]:
        ids = sorted(self.held[of.set_id])
        page = [PlacedMember(each, "") for each in ids[offset : offset + limit]]
        return page, len(ids)

    def member_ids(self, of: RecordSet) -> Generator[Sequence[str]]:
        yield sorted(self.held[of.set_id])

    def contains(self, set_id: str, record_ids: Sequence[str]) -> frozenset[str]:
        return frozenset(self.held[set_id].intersection(record_ids))

    def add_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        self.held[set_id].update(record_ids)

    def remove_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        self.held[set_id].difference_update(record_ids)

    def replace_members(self, set_id: str, record_ids: Sequence[str]) -> None:
        self.held[set_id] = set(record_ids)

    def fill(self, set_id: str, how: Combination, sources: Sequence[RecordSet]) -> int:
        first, *rest = [self.held[each.set_id] for each in sources]
        combine = {
            Combination.AND: first.intersection,
            Combination.OR: first.union,
            Combination.NOT: first.difference,
        }
        self.held[set_id] = combine[how](*rest)
        return len(self.held[set_id])

    def identify(
        self, content: str, id_type: str, values: Sequence[str]
    ) -> Mapping[str, Sequence[str]]:
        found = {
            each: self.identifiers.get((content, id_type, each)) for each in values
        }
        return {value: ids for value, ids in found.items() if ids}

    def existing(self, content: str, record_ids: Sequence[str]) -> frozenset[str]:
        return self.records.get(content, frozenset()).intersection(record_ids)


@dataclass
class MemoryRuns:
    """Implements `engine.sets.transaction.RunsOnSets`."""

    kept: list[Run] = field(default_factory=list[Run])

    def add(self, new: Run) -> None:
        self.kept.append(new)

    def find(self, run_id: str) -> Run | None:
        return next((each for each in self.kept if each.run_id == run_id), None)

    def using_set(self, set_id: str) -> str | None:
        unfinished = [
            each
            for each in self.kept
            if each.set_id == set_id and each.ended_at is None
        ]
        return unfinished[0].run_id if unfinished else None


@dataclass
class CountingIds:
    """Gives set-1, run-2 and so on."""

    last: int = 0

    def next(self, what: str, count: int = 1) -> Sequence[str]:
        first = self.last + 1
        self.last += count
        return [f"{what}-{each}" for each in range(first, first + count)]


@dataclass
class MemoryPopulations:
    """Implements `engine.sets.transaction.Populations`."""

    held: Mapping[tuple[str, str], Sequence[str]] = field(
        default_factory=dict[tuple[str, str], Sequence[str]]
    )
    """Ids by run and population."""

    def members(self, run_id: str, population: str) -> Iterator[Sequence[str]]:
        yield self.held[run_id, population]

    def has_lines(self, run_id: str) -> bool:
        return any(known == run_id for known, _ in self.held)


@dataclass
class MemoryTx:
    """Implements `engine.sets.transaction.SetsTx`."""

    sets: MemorySets = field(default_factory=MemorySets)
    runs: MemoryRuns = field(default_factory=MemoryRuns)
    imports: MemoryPopulations = field(default_factory=MemoryPopulations)
    ids: CountingIds = field(default_factory=CountingIds)


def holding(members: Mapping[str, Iterable[str]], *sets: RecordSet) -> MemorySets:
    """Return the sets, each with its members by set id."""
    return MemorySets(
        kept={each.set_id: each for each in sets},
        held={each.set_id: set(members.get(each.set_id, ())) for each in sets},
    )
