"""kill -9 amid migrations: all of one is done, or nothing; the next one completes it.

Some die at a statement, some at an instant. Which come from a seed, which is printed.
ALMANDINE_KILL_SEED replays one, and ALMANDINE_MIGRATION_KILLS asks for more of them.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from random import Random, SystemRandom
from typing import Final

from almandine.store.migrations import HEAD, REVISIONS
from databases.homes import Home
from store.beginnings import FORMER, NOTHING, begin, migrate
from store.mortals import Mortals, mortals
from store.rows import checksums
from store.shapes import columns_of, shape_of

KILLS: Final = int(os.environ.get("ALMANDINE_MIGRATION_KILLS", "6"))
"""On each kind of database."""
AT_A_STEP: Final = 0.5
"""How many of them."""
MIGRATIONS: Final = (
    (NOTHING, HEAD),
    (FORMER, HEAD),
    *product(REVISIONS[:-1], [HEAD]),
    *product([HEAD], REVISIONS[:-1]),
)
"""From where to where."""

Content = tuple[Sequence[str], Mapping[str, str]]
"""What the tables are, and what is in them."""


@dataclass(frozen=True, slots=True)
class Calm:
    """A migration that nothing disturbed."""

    home: Home
    """As it is before."""
    to: str
    before: Content
    after: Content
    steps: int
    lasted: float
    """Seconds."""


def content_of(home: Home) -> Content:
    return shape_of(home), checksums(home, columns_of(home))


def calm(home: Home, beginning: str, to: str, mortal: Mortals) -> Calm:
    """Migrate a copy of a home in peace."""
    begin(home, beginning)
    before = content_of(home)
    copy = home.copied(home.directory.with_suffix(".calm"))
    steps, lasted = mortal.live(copy, to)
    after = content_of(copy)
    copy.removed()
    return Calm(home, to, before, after, steps, lasted)


def kill(trial: Home, case: Calm, mortal: Mortals, chance: Random) -> str:
    """Kill a process that migrates; return when, in words."""
    if chance.random() < AT_A_STEP:
        fatal = chance.randint(1, case.steps)
        code = mortal.die_at(trial, case.to, fatal)
        return f"step {fatal} of {case.steps}, exit code {code}"
    instant = chance.uniform(0, case.lasted)
    code = mortal.die_after(trial, case.to, instant)
    return f"after {instant:.4f} s of {case.lasted:.4f}, exit code {code}"


def check(trial: Home, case: Calm, when: str) -> None:
    """What was killed is done or undone, and is completed by the next."""
    assert content_of(trial) in (case.before, case.after), when
    migrate(trial, case.to)
    assert content_of(trial) == case.after, when


def test_a_migration_that_is_killed_is_done_or_undone_and_then_completed(
    bare_home: Home, tmp_path: Path
) -> None:
    seed = int(os.environ.get("ALMANDINE_KILL_SEED", SystemRandom().getrandbits(32)))
    print(f"ALMANDINE_KILL_SEED={seed}")  # noqa: T201 - to replay it
    chance = Random(seed)  # noqa: S311 - no secret
    with mortals() as mortal:
        cases = [
            calm(bare_home.copied(tmp_path / f"home-{number}"), *each, mortal)
            for number, each in enumerate(MIGRATIONS)
        ]
        for number in range(KILLS):
            case = cases[number % len(cases)]
            trial = case.home.copied(tmp_path / f"trial-{number}")
            check(trial, case, kill(trial, case, mortal, chance))
            trial.removed()
    for case in cases:
        case.home.removed()
