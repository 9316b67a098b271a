"""How long is waited between two tries of a delivery."""

from datetime import timedelta

import pytest

from almandine.engine.delivering import Patience

TWO = timedelta(seconds=2)


@pytest.mark.parametrize(
    ("attempt", "seconds"), [(2, 2), (3, 4), (4, 8), (6, 32), (7, 60), (1000, 60)]
)
def test_waits_double_up_to_the_longest(attempt: int, seconds: int) -> None:
    assert Patience().before(attempt, 0) == timedelta(seconds=seconds)


def test_chance_adds_less_than_half() -> None:
    patience = Patience(wait=TWO)
    assert patience.before(2, 0.5) == timedelta(seconds=2.5)
    assert patience.before(2, 0.999) < timedelta(seconds=3)


def test_nothing_to_wait_stays_nothing() -> None:
    assert Patience(wait=timedelta(0)).before(9, 0.9) == timedelta(0)
