"""What may befall a process, and how often: drawn anew for each week.

Most weeks know only a few kinds of trouble, so that rare ones are not always hidden
behind frequent ones.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from random import Random
from typing import Final

from simulation.memory.store import Lost
from simulation.stage import Killed, Life, Stage

AT_A_STEP: Final = ("kill", "freeze", "slow", "drain")
AT_A_COMMIT: Final = ("deadlock", "in doubt", "crash")
OFTEN: Final = 0.03
SELDOM: Final = 0.001
LONGEST_FREEZE: Final = 60.0


@dataclass(frozen=True, slots=True)
class Rates:
    """Chances, a step or a commit."""

    of: dict[str, float]
    pace: float
    """Seconds that a step takes on average."""
    is_one_machine: bool
    """Whether a loss of power takes all processes along, as with SQLite."""
    outages: float
    """Crashes of the database a session."""
    full_disks: float
    """Times a session that the disk is full."""
    lost_entries: float
    """Chance that the dispatcher loses an entry that it hands out."""

    is_gentle: bool = False
    """Whether workers only end, and none is ever thought to be dead while it lives."""


def draw_rates(chance: Random) -> Rates:
    """Draw a kind of week."""
    rates = _draw_rough(chance)
    if chance.random() < 0.8:
        return rates
    quiet = dict.fromkeys(("freeze", "slow", "in doubt", "crash"), 0.0)
    return replace(
        rates, of=rates.of | quiet, outages=0.0, lost_entries=0.0, is_gentle=True
    )


def _draw_rough(chance: Random) -> Rates:

    def rate(most: float) -> float:
        if chance.random() < 0.5:
            return 0.0
        return SELDOM * (most / SELDOM) ** chance.random()

    kinds = {kind: rate(OFTEN) for kind in (*AT_A_STEP, *AT_A_COMMIT)}
    kinds["slow"] /= 4
    kinds["drain"] /= 4
    return Rates(
        of=kinds,
        pace=0.003 * 50 ** chance.random(),
        is_one_machine=chance.random() < 0.3,
        outages=chance.choice((0.0, 0.5, 3.0)),
        full_disks=chance.choice((0.0, 0.0, 1.0)),
        lost_entries=chance.choice((0.0, 0.0, 0.05)),
    )


@dataclass(eq=False)
class Server:
    """The database server, as its clients know it."""

    down_until: float = 0.0
    epoch: int = 0
    """How often it was started."""


@dataclass(eq=False)
class Perils:
    """Lets time pass for processes, and sometimes more than time."""

    chance: Random
    rates: Rates
    stage: Stage
    server: Server = field(default_factory=Server)
    on: bool = True
    befell: Counter[str] = field(default_factory=Counter[str])
    on_kill: Callable[[Life], None] = lambda _: None
    on_crash: Callable[[], None] = lambda: None
    on_drain: Callable[[Life], None] = lambda _: None

    def step(self, life: Life) -> None:
        """Let one step of a process pass."""
        chance = self.chance
        self.stage.pause(2 * self.rates.pace * life.haste * chance.random())
        if self.on and life.restless:
            self.draw(life, AT_A_STEP)

    def draw(self, life: Life, kinds: tuple[str, ...]) -> None:
        """Let at most one of these befall a process."""
        drawn, stage = self.chance.random(), self.stage
        for kind in kinds:
            drawn -= self.rates.of[kind]
            if drawn < 0 and not (kind == "crash" and stage.current.in_background):
                self.befell[kind] += 1
                self.befall(life, kind)
                return

    def befall(self, life: Life, kind: str) -> None:
        """Let one thing happen to a process that acts."""
        match kind:
            case "kill":
                self.on_kill(life)
                raise Killed
            case "freeze":
                for_long = LONGEST_FREEZE * self.chance.random() ** 2
                life.frozen_until = self.stage.now + for_long
                self.stage.pause(0.0)
            case "slow":
                life.haste = self.chance.uniform(3, 20)
            case "crash":
                # While this thread reckons: others of the process find out before it.
                self.on_crash()
                self.stage.pause(10 * self.chance.random())
            case "drain":
                self.on_drain(life)
            case _:
                raise Lost(kind)


@dataclass(frozen=True)
class FaultyDoor:
    """The way of one process to the database."""

    perils: Perils
    life: Life

    def enter(self) -> None:
        perils, life = self.perils, self.life
        perils.step(life)
        server = perils.server
        if perils.stage.now < server.down_until:
            raise Lost("the server is down")
        if life.epoch != server.epoch:
            # Whoever notices first has all connections of the process replaced, so
            # that its other threads notice nothing.
            life.epoch = server.epoch
            raise Lost("the server was restarted")

    def before_commit(self) -> None:
        self._draw("deadlock")

    def after_commit(self, *, durable: bool) -> None:
        self._draw("in doubt")
        if not durable:
            self._draw("crash")

    def _draw(self, kind: str) -> None:
        perils = self.perils
        if perils.on and self.life.restless:
            perils.draw(self.life, (kind,))
