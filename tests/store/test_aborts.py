"""Random sequences of deaths, departures and requests to stop."""

from random import Random, SystemRandom
from typing import Final

from store.aborting import Aborting
from store.workshop import Workshop

SEQUENCES: Final = 25


def test_a_run_that_is_asked_to_stop_does_so_whatever_else_happens(
    workshop: Workshop,
) -> None:
    seed = SystemRandom().getrandbits(32)
    print(f"replay with python -m chaos aborts --seed {seed}")  # noqa: T201 - shown on failure
    chance = Random(seed)  # noqa: S311 - to be repeated
    aborting = Aborting(workshop)
    asked = 0
    for _ in range(SEQUENCES):
        plan, sequence = aborting.one(chance)
        assert sequence.amiss() == [], plan
        asked += sequence.asked_in is not None
    # Those whose run was over before anybody asked prove nothing.
    assert asked >= SEQUENCES // 3
