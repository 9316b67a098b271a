"""Workers that are overtaken at some record, do not know it, and go on writing.

Whoever overtakes does some or all of the rest before they go on. What the late one
writes then must be refused, whatever it is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from almandine.engine.execute import Worker
from almandine.engine.jobtype import Part
from almandine.engine.outcome import Outcome
from almandine.engine.run import UNFINISHED
from almandine.engine.thresholds import Limits
from almandine.records.bib import Bib
from store.jobs_for_tests import (
    STAMP_ID,
    WRITE_ID,
    Nothing,
    expected_event,
    number_of,
    stamp_each,
    stamping,
    stamps_of,
    writing,
)
from store.workshop import Workshop, bib_of

MEMBERS: Final = 24
_NUMBERS: Final = range(1, MEMBERS + 1)
_IDS: Final = [bib_of(number).mms_id for number in _NUMBERS]
_ALL: Final = 2 * MEMBERS
"""Chunks; more than a run has, and ranges, after each of which one may leave too."""
_OFTEN: Final = Limits(max_starts=1_000_000)


@dataclass(frozen=True, slots=True)
class Try:
    """What became of one late writer."""

    wrote: bool
    """Whether anything was changed after it had been overtaken."""
    lost: int
    doubled: int


@dataclass(slots=True)
class Leaver:
    """Leaves after so many chunks."""

    chunks: int

    def __call__(self) -> bool:
        self.chunks -= 1
        return self.chunks < 0


class LateWriters:
    """Late writers at runs over the same bibs, one after the other."""

    def __init__(self, site: Workshop) -> None:
        self._site = site
        self._set_id = site.set_of_bibs(MEMBERS)

    def one(self, chance: Random) -> Try:
        """Let a worker be overtaken somewhere, and go on."""
        site, is_export = self._site, chance.random() < 1 / 2
        job_id = WRITE_ID if is_export else STAMP_ID
        site.know(stamping(), writing(write_ids))
        before = self._stamps()
        run = site.submit(job_id, self._set_id, limits=_OFTEN)
        sizes = (chance.randint(1, 8), chance.randint(3, 24))
        # Where nothing is left to be done, there is nothing that could be done twice.
        chunks = chance.randrange(MEMBERS // sizes[0] + 1)
        when = chance.choice(_NUMBERS)
        states: list[object] = []

        def overtake() -> None:
            site.know(stamping(), writing(write_ids))
            self._worker(sizes, chunks).execute(run.run_id)
            states.append(self._state(run.run_id))

        late = Interrupted(when, overtake)
        site.know(stamping(late.stamp), writing(late.write))
        ending = self._worker(sizes).execute(run.run_id)
        wrote = ending is not None or self._state(run.run_id) != states[0]
        site.know(stamping(), writing(write_ids))
        self._finish(run.run_id, sizes)
        after = [1 for _ in _IDS] if is_export else self._changes(before)
        lost, doubled = self._amiss(run.run_id, after, is_export=is_export)
        return Try(wrote, lost, doubled)

    def _worker(self, sizes: tuple[int, int], chunks: int = _ALL) -> Worker:
        worker = self._site.at_bench(chunk_size=sizes[0], range_size=sizes[1])
        return replace(worker, bench=replace(worker.bench, is_leaving=Leaver(chunks)))

    def _finish(self, run_id: str, sizes: tuple[int, int]) -> None:
        """Let every shard that was called for go on until the run has ended."""
        for _ in range(MEMBERS):
            run = self._site.run_of(run_id)
            for shard in range(run.shards):
                if self._site.status_of(run_id) in UNFINISHED:
                    self._worker(sizes).execute(run_id, shard)

    def _stamps(self) -> list[int]:
        return [stamps_of(each) for each in self._site.bibs(_IDS)]

    def _changes(self, before: Sequence[int]) -> list[int]:
        """Return how often each bib was stamped, of those that were to be."""
        stamped = zip(self._stamps(), before, _NUMBERS, strict=True)
        return [
            now - then + (expected_event(number)[0] != "changed")
            for now, then, number in stamped
        ]

    def _state(self, run_id: str) -> object:
        """Return all that a late writer could change."""
        site = self._site
        with site.store.read() as tx:
            ranges, files = tx.ranges.of(run_id), tx.artifacts.of(run_id)
        whole = {
            name: content
            for name, content in site.files_of(run_id).items()
            if not name.startswith(".")
        }
        events = site.events_of(run_id)
        return site.run_of(run_id), events, self._stamps(), ranges, files, whole

    def _amiss(
        self, run_id: str, changes: Sequence[int], *, is_export: bool
    ) -> tuple[int, int]:
        """Return how many records the run has lost, and how many it has doubled."""
        if is_export:
            [content] = self._site.files_of(run_id).values()
            times = [content.count(each.encode()) for each in _IDS]
        else:
            events = [event.record_id for event in self._site.events_of(run_id)]
            times = [events.count(each) for each in _IDS]
        both = list(zip(times, changes, strict=True))
        return (
            sum(min(each) < 1 for each in both),
            sum(max(each) > 1 for each in both),
        )


class Interrupted:
    """Two jobs that are interrupted once, when they come to some record."""

    def __init__(self, when: int, act: Callable[[], None]) -> None:
        self._when = when
        self._done = False
        self._act = act

    def stamp(self, bib: Bib, params: Nothing) -> Outcome[Bib]:
        self._look([bib])
        return stamp_each(bib, params)

    def write(self, bibs: Sequence[Bib], params: Nothing) -> Part:
        self._look(bibs)
        return write_ids(bibs, params)

    def _look(self, bibs: Sequence[Bib]) -> None:
        if not self._done and self._when in map(number_of, bibs):
            self._done = True
            self._act()


def write_ids(bibs: Sequence[Bib], _params: Nothing) -> Part:
    return Part("".join(each.mms_id for each in bibs).encode(), len(bibs))
