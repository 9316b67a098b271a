"""Each late writer is refused, at whichever record it was overtaken."""

from random import Random, SystemRandom
from typing import Final

from store.late_writers import LateWriters, Try
from store.workshop import Workshop

TRIES: Final = 10


def test_whoever_was_overtaken_writes_nothing_more(workshop: Workshop) -> None:
    seed = SystemRandom().getrandbits(32)
    print(f"replay with python -m chaos zombies --seed {seed}")  # noqa: T201 - shown on failure
    chance = Random(seed)  # noqa: S311 - to be repeated
    writers = LateWriters(workshop)
    tries = [writers.one(chance) for _ in range(TRIES)]
    assert set(tries) == {Try(wrote=False, lost=0, doubled=0)}
