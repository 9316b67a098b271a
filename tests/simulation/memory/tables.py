"""All tables of the simulated database."""

from collections.abc import Callable
from dataclasses import dataclass

from almandine.engine.ports import Artifact, Delivery, Fire, Range
from almandine.engine.run import Event, Run
from almandine.records.kind import Kind
from almandine.records.sets import RecordSet
from simulation.memory.ledger import Ledger, Table


@dataclass(frozen=True, slots=True)
class Card:
    """A record, as small as it can be."""

    record_id: str
    stamps: tuple[str, ...] = ()
    """The marks of the runs that changed it."""
    sent_by: str = ""
    """The run that delivered it."""
    edits: int = 0
    """How often somebody changed it by hand."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A range, and the shard that has it."""

    span: Range
    shard: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A place at a run, in the dispatcher's queue until it has an outcome."""

    institution: str
    run_id: str
    shard: int
    created: int
    executor: str = ""
    """The worker that has it; empty while it waits."""
    owner: int = 0
    """Which execution it belongs to: an overtaken one's outcome does not count."""


RangeKey = tuple[str, int]


class Shelf:
    """The tables of one institution."""

    def __init__(self, ledger: Ledger, institution: str) -> None:
        self.institution = institution
        self.runs: Table[str, Run] = Table("runs", ledger, institution)
        self.ranges: Table[RangeKey, Claimed] = Table("ranges", ledger, institution)
        self.members: Table[RangeKey, tuple[str, ...]] = Table(
            "members", ledger, institution
        )
        self.events: Table[RangeKey, tuple[Event, ...]] = Table(
            "events", ledger, institution
        )
        self.turn_of: Callable[[str, int], int] = lambda _run_id, _range_no: 0
        """From a run and the number of its range to the turn that it has by itself."""
        self.cards: Table[tuple[Kind, str], Card] = Table("cards", ledger, institution)
        self.fires: Table[str, Fire] = Table("fires", ledger, institution)
        self.sets: Table[str, RecordSet] = Table("sets", ledger, institution)
        self.held: Table[str, tuple[str, ...]] = Table("held", ledger, institution)
        self.counters: Table[str, int] = Table("counters", ledger, institution)
        self.artifacts: Table[tuple[str, str], Artifact] = Table(
            "artifacts", ledger, institution
        )
        self.deliveries: Table[tuple[str, str], tuple[Delivery, ...]] = Table(
            "deliveries", ledger, institution
        )


class Tables:
    """The tables of the database: those of institutions, and those of nobody."""

    def __init__(self, ledger: Ledger, institutions: tuple[str, ...]) -> None:
        self.ledger = ledger
        self.shelves = {code: Shelf(ledger, code) for code in institutions}
        self.queue: Table[str, Entry] = Table("queue", ledger)
        self.workers: Table[str, float] = Table("workers", ledger)
        """When each was seen last, in seconds."""
        self.created = 0
