"""Whole jobs, as a client sees them: started by a request, polled until they end.

The database, the report of each record, progress and checkpoints are all in it. Beside
each stands what peers take to convert the same records from file to file, and no more.
Databases and numbers of workers take turns in each round, so that whatever else the
machine does falls on all of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from bench.data import Stream, records_of, stream, written
from bench.databases import Kind
from bench.figures import Figures
from bench.fingerprints import ENOUGH, count
from bench.job_tables import tables
from bench.measuring import run
from bench.outcomes import outcome
from bench.pace import Pace
from bench.peers import Peer, Task, peers
from bench.sites import Site, loaded, running
from bench.tables import Table
from bench.works import HALF, WHOLE, WORKS, Work

FEW: Final = 100_000
"""Records up to which everything is repeated."""
_ENOUGH_TO_HALVE: Final = 20_000
"""A run over fewer is mostly the wait for a worker to look."""
_FOR_PEERS: Final = 20_000
_LOADED: Final = 0.2
"""Seconds that loading 1,000 records takes about."""
_START: Final = 3.0
"""Seconds until a service is up, and down again."""
_PEERS: Final = 35.0
_SHARES: Final = {WHOLE: 1.0, HALF: 0.5}
"""Of the records that an institution holds."""

_Found = dict[tuple[str, str], list[float | None]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured at one size."""

    name: str
    """Of the records: `sample` or `real`."""
    size: int
    workers: Sequence[int]
    repeat: int
    kinds: Sequence[Kind]

    @property
    def is_large(self) -> bool:
        """Tell whether the half is measured too, with the fewest workers, and peers."""
        return self.size >= _ENOUGH_TO_HALVE

    def cost(self, workers: int, number: int) -> float:
        """Return about how many seconds a round of the jobs takes, on one database."""
        each = self.size / 1000 / min(workers, 1.5)
        return _START + sum(
            work.cost * each * sum(_SHARES[code] for code in codes)
            for work in _works(number)
            for codes in [self._libraries(work, workers, number)]
        )

    def expected(self) -> float:
        """Return about how many seconds everything takes."""
        rounds = sum(
            self.cost(workers, number)
            for workers in self.workers
            for number in range(self.repeat)
        )
        peers_too = self.repeat * _PEERS if self.is_large else 0.0
        return self._loading() + rounds * len(self.kinds) + peers_too

    def _loading(self) -> float:
        return len(self.kinds) * (1 + self.is_large / 2) * self.size / 1000 * _LOADED

    def measure(self, directory: Path, figures: Figures, pace: Pace) -> list[Table]:
        """Measure all jobs."""
        directory.mkdir()
        rates: _Found = defaultdict(list[float | None])
        with ExitStack() as stack:
            whole = stream(self.name, directory, self.size)
            pace.doing(f"jobs, {self.size:,} records: load", self._loading())
            sites = list(self._sites(directory, whole, figures, stack))
            began = len(figures.jobs)
            for number in range(self.repeat):
                self._round(number, sites, figures, pace)
                if self.is_large:
                    pace.doing(f"jobs, {self.size:,} records: peers", _PEERS)
                    _add_peers(rates, whole, directory)
            facts = [
                f"{each.kind.name}: {each.kind.facts(each.home)}" for each in sites
            ]
        notes = (whole.note, *facts)
        return tables(figures.jobs[began:], figures.loads[-len(sites) :], rates, notes)

    def _sites(
        self, directory: Path, whole: Stream, figures: Figures, stack: ExitStack
    ) -> Iterator[Site]:
        half = _first_half(whole, directory) if self.is_large else None
        for kind in self.kinds:
            site, load = loaded(kind, directory / kind.name, whole, half)
            stack.callback(site.close)
            figures.loads.append(load)
            yield site

    def _round(
        self, number: int, sites: Sequence[Site], figures: Figures, pace: Pace
    ) -> None:
        for workers in self.workers:
            for site in sites:
                what = f"{site.kind.name}, workers: {workers}, round {number + 1}"
                pace.doing(
                    f"jobs, {self.size:,} records: {what}", self.cost(workers, number)
                )
                with running(site, workers) as up:
                    # Whatever comes first is no faster for it.
                    for work in _works(number):
                        for code in self._libraries(work, workers, number):
                            run = outcome(up, site.libraries[code], work)
                            figures.jobs.append(run)

    def _libraries(self, work: Work, workers: int, number: int) -> Sequence[str]:
        if not self._is_halved(workers):
            return (WHOLE,)
        order = (HALF, WHOLE) if number % 2 else (WHOLE, HALF)
        # Of a short run, how soon a worker looks is much: more pairs tell more.
        return (*order, *reversed(order)) if work.only_reads else order

    def _is_halved(self, workers: int) -> bool:
        return self.is_large and workers == min(self.workers)


def _works(number: int) -> Sequence[Work]:
    """Return the jobs of a round."""
    return [work for work in WORKS if number < work.rounds]


def _first_half(whole: Stream, directory: Path) -> Stream:
    first = islice(records_of(whole), whole.records // 2)
    return written(whole.name, directory / "half.mrc", first)


def _add_peers(rates: _Found, whole: Stream, directory: Path) -> None:
    """Have each peer convert the first records once."""
    first = islice(records_of(whole), _FOR_PEERS)
    source = written(whole.name, directory / "first.mrc", first)
    for work in WORKS:
        for peer in peers()[1:]:
            if work.task and peer.version and work.task in peer.tasks:
                rate = _rate(peer, work.task, source, directory / "out")
                rates[work.title, f"{peer.name} {peer.version}"].append(rate)


def _rate(peer: Peer, task: Task, source: Stream, output: Path) -> float | None:
    taken = run(peer.command(task, source.path), output=output)
    is_done = count(output, is_xml=task is Task.TO_XML) > source.records * ENOUGH
    return source.records / taken.wall if is_done else None
