"""Where a load goes, how it goes there, and what came of it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Final

from almandine.store.database import Database
from almandine.store.load.candidates import Candidate, Rejected
from almandine.store.load.quarantine import Quarantine
from almandine.store.records.scope import Scope
from almandine.store.tables import records

CHUNK: Final = 1_000
"""Records in one transaction."""
_MANY: Final = 10 * CHUNK
"""Records after which the database looks over its tables."""


class IdPolicy(StrEnum):
    """Where the ids of loaded records come from."""

    ASSIGN = "assign"
    """A new id in 001; the former 001 moves to a 035."""
    KEEP = "keep"
    """The record's own 001 where that is a free number, else a new id beside it. The
    bytes stay as they are."""


@dataclass(frozen=True, slots=True)
class Destination:
    """The institution that records are loaded for."""

    database: Database
    institution: str
    now: Callable[[], datetime]
    quarantine: Path | None = None
    """File for the bytes of what is set aside; a `.csv` beside it tells why."""
    progress: Callable[[int], None] = lambda _: None
    """Told after each chunk how many records of the file are dealt with."""


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What came of a load."""

    loaded: int
    set_aside: Sequence[tuple[int, str]]
    """Position in the file, from 1, and reason; in the order of the file."""


StoreChunk = Callable[[Scope, Sequence[Candidate]], Sequence[Rejected]]
"""Stores what it can of a chunk and returns the rest."""


def load(
    found: Iterable[Candidate | Rejected], into: Destination, store: StoreChunk
) -> LoadReport:
    """Store what a file offers, chunk by chunk."""
    done = 0
    set_aside: list[tuple[int, str]] = []
    with _quarantine(into.quarantine) as quarantine:
        for chunk in _chunks(iter(found)):
            rejected = _store_chunk(chunk, into, store)
            done += len(chunk)
            set_aside.extend((one.position, one.reason) for one in rejected)
            if quarantine:
                quarantine.add(rejected)
            into.progress(done)
    if done >= _MANY:
        into.database.look_over(records.TABLES)
    return LoadReport(done - len(set_aside), set_aside)


def _store_chunk(
    chunk: Sequence[Candidate | Rejected], into: Destination, store: StoreChunk
) -> Sequence[Rejected]:
    broken = [one for one in chunk if isinstance(one, Rejected)]
    sound = [one for one in chunk if isinstance(one, Candidate)]
    with into.database.writing() as connection:
        refused = store(Scope(connection, into.institution, into.now), sound)
    return sorted([*broken, *refused], key=lambda one: one.position)


def _chunks(
    found: Iterator[Candidate | Rejected],
) -> Iterator[Sequence[Candidate | Rejected]]:
    while chunk := list(islice(found, CHUNK)):
        yield chunk


def _quarantine(file: Path | None) -> AbstractContextManager[Quarantine | None]:
    return Quarantine(file) if file else nullcontext()
