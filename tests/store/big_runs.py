"""What a run holds in memory, and what it shows of its progress, whatever its size.

Both are counted, not timed: the bytes that Python holds at most, and what a look after
each commit shows.
"""

import tracemalloc
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Final

from bench.outcomes import faults_of

from almandine.engine.ports import Store, Tx
from almandine.engine.run import Run
from store.jobs_for_tests import stamping, writing
from store.late_writers import write_ids
from store.workshop import Workshop

FEW: Final = 200
MANY: Final = 800
RANGE: Final = 50
BYTES_OF_AN_ID: Final = 300
"""At most, and less than a record has: ids are held by ten thousands."""


@dataclass(slots=True)
class Watching:
    """A store that looks at a run after each commit."""

    store: Store
    run_id: str
    progress: list[float] = field(default_factory=list[float])
    """In percent, as it is shown."""
    shares: list[float] = field(default_factory=list[float])
    """In percent, of the members that were counted as done."""

    def read(self) -> AbstractContextManager[Tx]:
        return self.store.read()

    def decide(self) -> AbstractContextManager[Tx]:
        return self.store.decide()

    def submission(self) -> AbstractContextManager[Tx]:
        return self.store.submission()

    @contextmanager
    def write(self, *, durable: bool = False) -> Generator[Tx]:
        with self.store.write(durable=durable) as tx:
            yield tx
        with self.store.read() as tx:
            self._look(tx.runs.find(self.run_id))

    def _look(self, run: Run | None) -> None:
        assert run is not None
        self.progress.append(run.progress)
        self.shares.append(100 * run.tally.done / max(run.members, 1))


@contextmanager
def counting_bytes() -> Generator[list[int]]:
    """Count the bytes that are held at once, beyond those that are held now."""
    most = [0]
    tracemalloc.start()
    try:
        yield most
        most[0] = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def faults_in_progress(site: Workshop, job_id: str) -> Iterator[str]:
    """Carry out a run, look at it after each commit, and yield what must never be."""
    run = site.submit(job_id, _sets(site, FEW)[0])
    watching = Watching(site.store, run.run_id)
    site.at_bench(store=watching, range_size=RANGE).execute(run.run_id)
    yield from faults_of(watching.progress)
    yield from faults_of(watching.shares)


def bytes_for_one_more(site: Workshop, job_id: str) -> float:
    """Carry out runs of two sizes; return how much memory a record more takes."""
    few, many = _sets(site, FEW, MANY)
    most: list[int] = []
    # Once before, for what a process keeps from its first run on.
    for set_id in (few, few, many):
        run = site.submit(job_id, set_id)
        with counting_bytes() as counted:
            site.at_bench(range_size=RANGE).execute(run.run_id)
        most += counted
    return (most[2] - most[1]) / (MANY - FEW)


def _sets(site: Workshop, *sizes: int) -> list[str]:
    site.know(stamping(), writing(write_ids))
    ids = [bib.mms_id for bib in site.add_bibs(max(sizes))]
    return [site.add_set(ids[:size], set_id=f"s{size}") for size in sizes]
