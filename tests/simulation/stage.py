"""Virtual time, and the order in which everybody acts on it.

Each strand of a process is a coroutine that the stage switches to when its time has
come: one runs at a time, and only a pause hands over. So a seed decides everything.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from greenlet import greenlet


class Killed(BaseException):
    """The process is dead: nothing may catch this."""


@dataclass(eq=False, slots=True)
class Life:
    """A process, from its start to its end."""

    name: str
    dead: bool = False
    frozen_until: float = 0.0
    """Seconds of the stage's clock."""
    haste: float = 1.0
    """How much longer than usual everything takes."""
    epoch: int = 0
    """The start of the database server that its connections belong to."""
    restless: bool = False
    """Whether faults may befall it."""
    at_work: str = ""
    """The entry of the queue that it works at."""


@dataclass(eq=False, slots=True)
class Strand:
    """A thread of a process."""

    life: Life
    body: greenlet
    in_background: bool
    """Whether it only looks around now and then."""


@dataclass(eq=False)
class Stage:
    """The clock, and everybody who waits for it."""

    now: float = 0.0
    """Seconds since the start."""
    waking: Callable[[list[Strand]], None] = lambda _: None
    """Called before sleepers wake up, with those."""
    switches: int = 0
    is_over: bool = False
    """Whether nobody is to act any more."""
    _due: list[tuple[float, int, Strand]] = field(
        default_factory=list[tuple[float, int, Strand]]
    )
    _numbers: "count[int]" = field(default_factory=count)
    _strands: list[Strand] = field(default_factory=list[Strand])
    _asleep: list[Strand] = field(default_factory=list[Strand])
    _current: Strand | None = None
    _hub: greenlet | None = None

    def begin(
        self,
        act: Callable[[], None],
        life: Life,
        *,
        after: float = 0.0,
        in_background: bool = False,
    ) -> Strand:
        """Start a strand of a process; it ends with the process."""

        def body() -> None:
            if life.dead:
                return
            try:
                act()
            except Killed:
                life.dead = True

        strand = Strand(life, greenlet(body), in_background)
        self._strands.append(strand)
        self.rouse(strand, after)
        return strand

    def rouse(self, strand: Strand, after: float) -> None:
        """Let a strand go on, so many seconds from now."""
        heappush(self._due, (self.now + after, next(self._numbers), strand))

    @property
    def current(self) -> Strand:
        """Return the strand that acts."""
        assert self._current is not None
        return self._current

    def pause(self, seconds: float) -> None:
        """Let others act for a while; dies here when the process was killed."""
        strand = self.current
        life, due = strand.life, self._due
        at = self.now + seconds
        nobody_before = not due or due[0][0] > at
        if nobody_before and not (life.dead or life.frozen_until or self._asleep):
            self.now = at
            return
        self.rouse(strand, seconds)
        self.step_back()

    def step_back(self) -> None:
        """Wait until somebody rouses this strand."""
        strand = self.current
        assert self._hub is not None
        self._hub.switch()
        if strand.life.dead:
            raise Killed

    def sleep(self) -> None:
        """Wait until anything happens at all."""
        self._asleep.append(self.current)
        self.step_back()

    def play(self) -> None:
        """Let everybody act until nobody has anything to do."""
        self._hub = greenlet.getcurrent()
        while self._due and not self.is_over:
            at, _, strand = heappop(self._due)
            life = strand.life
            if at < life.frozen_until and not life.dead:
                self.rouse(strand, life.frozen_until - self.now)
                continue
            life.frozen_until = 0.0
            self.now = max(self.now, at)
            if self._asleep and not strand.in_background:
                self._wake_all()
            self.switches += 1
            self._current = strand
            strand.body.switch()
        self._unwind()

    def _wake_all(self) -> None:
        asleep, self._asleep = self._asleep, []
        self.waking(asleep)

    def _unwind(self) -> None:
        """End everybody who still waits, where they stand."""
        for strand in self._strands:
            strand.life.dead = True
            if strand.body:
                self._current = strand
                strand.body.throw(Killed)
        self._strands.clear()
