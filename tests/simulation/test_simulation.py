"""The engine keeps its promises in two hundred weeks of trouble."""

from typing import Final

import pytest

from simulation.simulate import Report, run_seeds

WEEKS: Final = 200
AGAIN: Final = 10


@pytest.fixture(scope="module")
def report() -> Report:
    return run_seeds(0, WEEKS)


def test_every_promise_is_kept_in_every_week(report: Report) -> None:
    assert not report.violated, str(report)


@pytest.mark.parametrize(
    ("what", "at_least"),
    [
        ("runs", 2_000),
        ("kill", 500),
        ("freeze", 500),
        ("drain", 100),
        ("database crashes", 500),
        ("commits lost", 500),
        ("deadlock", 500),
        ("in doubt", 300),
        ("full disk", 100),
        ("entries lost", 20),
        ("aborts", 100),
        ("fires", 2_000),
        ("prompt stops", 50),
        ("COMPLETED_SUCCESS", 100),
        ("FAILED", 10),
        ("USER_ABORTED", 50),
    ],
)
def test_the_weeks_are_full_of_trouble(
    report: Report, what: str, at_least: int
) -> None:
    assert report.figures[what] >= at_least


def test_a_seed_plays_the_same_week_in_any_process(report: Report) -> None:
    again = run_seeds(0, AGAIN)
    assert again.stories == report.stories[:AGAIN]
