"""Random sequences of deaths, departures and requests to stop."""

from random import Random, SystemRandom
from typing import Final

import pytest

from store.aborting import MEMBERS, Aborting, Act
from store.workshop import Workshop

SEQUENCES: Final = 25
WRITES: Final = 16
"""At least as many as a run of two chunks needs from its beginning to its end."""


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


@pytest.mark.parametrize("act", ["die before", "die after", "be overtaken"])
def test_a_request_is_heard_whatever_happens_at_the_next_write(
    workshop: Workshop, act: Act
) -> None:
    aborting = Aborting(workshop)
    for at in range(WRITES):
        sequence = aborting.begun(chunk_size=MEMBERS // 2, range_size=MEMBERS // 2)
        sequence.carried_out({at: "abort", at + 1: act})
        assert sequence.amiss() == [], at
