"""How much longer the benchmark will take."""

import pytest
from bench.pace import Pace


class Clock:
    """A clock that stands still until it is told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_at_the_start_all_that_was_expected_is_left(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Pace(90.0, Clock()).doing("load", 30.0)
    assert capsys.readouterr().err == "[1:30 left] load\n"


def test_a_machine_half_as_fast_needs_more_than_was_expected() -> None:
    clock = Clock()
    pace = Pace(700.0, clock)
    pace.doing("load", 600.0)
    clock.now += 1200.0
    pace.doing("export", 100.0)
    assert 150.0 < pace.left < 200.0
