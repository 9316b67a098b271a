"""Whoever starts what is due, and whoever dies over it: each time becomes one run."""

from dataclasses import replace
from random import SystemRandom
from typing import Final

import pytest

from databases.homes import Home
from store.many_schedulers import EVERY_MINUTE, MINUTE, Found, schedule_many

TIMES: Final = 12
FEW: Final = 4
SCHEDULERS: Final = 8

WITHOUT_INDEX: Final = "DROP INDEX run_due"


@pytest.fixture
def seed() -> int:
    drawn = SystemRandom().getrandbits(32)
    print(f"replay with python -m chaos schedulers --seed {drawn}")  # noqa: T201 - shown on failure
    return drawn


def amiss(found: Found) -> tuple[int, int, int]:
    return found.doubled, found.missed, found.unqueued


def test_nothing_is_doubled_or_missed_whoever_dies(blank_home: Home, seed: int) -> None:
    found = schedule_many(blank_home, times=TIMES, schedulers=SCHEDULERS, seed=seed)
    assert amiss(found) == (0, 0, 0)
    assert found.started + found.skipped == TIMES
    assert min(found.started, found.deaths) > 0


def test_careless_schedulers_are_stopped_by_the_index(
    blank_home: Home, seed: int
) -> None:
    found = schedule_many(
        blank_home, times=FEW, schedulers=SCHEDULERS, seed=seed, careless=True
    )
    assert amiss(found) == (0, 0, 0)


def test_careful_schedulers_do_without_the_index(blank_home: Home, seed: int) -> None:
    blank_home.execute(WITHOUT_INDEX)
    found = schedule_many(blank_home, times=FEW, schedulers=SCHEDULERS, seed=seed)
    assert amiss(found) == (0, 0, 0)


def test_careless_schedulers_without_the_index_would_be_noticed(
    blank_home: Home, seed: int
) -> None:
    blank_home.execute(WITHOUT_INDEX)
    found = schedule_many(
        blank_home, times=FEW, schedulers=SCHEDULERS, seed=seed, careless=True
    )
    assert found.doubled > 0


def test_times_that_leave_the_window_unseen_would_be_noticed(blank_home: Home) -> None:
    hasty = replace(EVERY_MINUTE, catch_up=MINUTE)
    # With this seed the clock is moved on by several minutes at once.
    found = schedule_many(blank_home, times=TIMES, schedulers=1, seed=1, job=hasty)
    assert (found.doubled, found.missed > 0) == (0, True)
