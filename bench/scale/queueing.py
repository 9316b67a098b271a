"""A day of runs, simulated: ranges wait for a worker, workers share one server.

Each range keeps a worker for as long as it would take alone. While those at work ask
more of the server's processor or of its log than there is, all of them are slower by
the same factor; so the result is on the safe side, as a worker's own work is not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import Final

_SLACK: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Range:
    """A part of a run that one worker does."""

    work: float
    """Seconds of a worker that nothing slows down."""
    server: float = 0.0
    """Seconds of the server's processor in them."""
    log: float = 0.0
    """MB of its log in them."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A run as it comes in, with all its ranges."""

    at: float
    """Seconds from the beginning."""
    flow: str
    ranges: Sequence[Range]


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a run."""

    flow: str
    waited: float
    """Seconds until its first range was taken up."""
    took: float
    """Seconds until its last range was done."""


@dataclass(frozen=True, slots=True)
class Site:
    """What there is to do the work with."""

    workers: int
    cores: float = inf
    """Of the database's server."""
    log_rate: float = inf
    """MB/s of its log."""
    by_turns: bool = False
    """Whether runs take turns, range by range; else first come, first served."""


@dataclass(slots=True)
class _Run:
    number: int
    arrival: Arrival
    taken: int = 0
    done: int = 0
    began: float = inf


@dataclass(slots=True)
class _State:
    """The simulation at an instant.

    All that are at work are slowed down alike, so one clock of work done serves all:
    a range ends when that clock shows what it showed at the start plus its work.
    """

    site: Site
    now: float = 0.0
    worked: float = 0.0
    server: float = 0.0
    log: float = 0.0
    waiting: list[tuple[int, int, _Run]] = field(
        default_factory=list[tuple[int, int, _Run]]
    )
    busy: list[tuple[float, int, int, _Run]] = field(
        default_factory=list[tuple[float, int, int, _Run]]
    )

    @property
    def speed(self) -> float:
        """Return how fast work is done, 1 when nothing is short."""
        cores = self.site.cores / self.server if self.server > _SLACK else inf
        log = self.site.log_rate / self.log if self.log > _SLACK else inf
        return min(1.0, cores, log)

    def pass_time(self, until: float) -> None:
        self.worked += (until - self.now) * self.speed
        self.now = until

    def next_end(self) -> float:
        """Return when the first range will be done."""
        if not self.busy:
            return inf
        return self.now + max(self.busy[0][0] - self.worked, 0.0) / self.speed

    def queue(self, run: _Run) -> None:
        """Have the run's next range wait for a worker."""
        turn = run.taken if self.site.by_turns else 0
        heappush(self.waiting, (turn, run.number, run))

    def start(self) -> None:
        """Give work to workers that have none."""
        while self.waiting and len(self.busy) < self.site.workers:
            _, number, run = heappop(self.waiting)
            each = run.arrival.ranges[run.taken]
            run.began = min(run.began, self.now)
            end = self.worked + each.work
            heappush(self.busy, (end, number, run.taken, run))
            self._ask(each, 1)
            run.taken += 1
            if run.taken < len(run.arrival.ranges):
                self.queue(run)

    def end(self) -> _Run:
        """Take the range that is done off its worker."""
        _, _, place, run = heappop(self.busy)
        self._ask(run.arrival.ranges[place], -1)
        run.done += 1
        return run

    def _ask(self, each: Range, sign: int) -> None:
        if each.work > 0:
            self.server += sign * each.server / each.work
            self.log += sign * each.log / each.work


def simulate(arrivals: Sequence[Arrival], site: Site) -> Iterator[Ended]:
    """Yield every run as it ends.

    Args:
        arrivals: In order of time, each with a range or more.
        site: What does the work.
    """
    state = _State(site)
    place = 0
    while place < len(arrivals) or state.busy:
        coming = arrivals[place].at if place < len(arrivals) else inf
        ending = state.next_end()
        state.pass_time(min(coming, ending))
        if coming <= ending:
            state.queue(_Run(place, arrivals[place]))
            place += 1
        else:
            run = state.end()
            if run.done == len(run.arrival.ranges):
                at = run.arrival.at
                yield Ended(run.arrival.flow, run.began - at, state.now - at)
        state.start()
