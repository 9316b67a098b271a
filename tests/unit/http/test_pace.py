"""Requests within a second."""

from datetime import timedelta

import pytest

from almandine.faults import PerSecondThreshold, Refused
from almandine.http.pace import Pace
from unit.http.edge import NOON

ALMOST = timedelta(microseconds=999_999)


def full() -> Pace:
    pace = Pace(2)
    pace.take("A", NOON)
    pace.take("A", NOON)
    return pace


def test_a_request_too_many_within_a_second_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        full().take("A", NOON + ALMOST)
    assert refused.value.refusal == PerSecondThreshold()


def test_a_request_exactly_one_second_old_no_longer_counts() -> None:
    full().take("A", NOON + timedelta(seconds=1))


def test_refused_requests_do_not_count() -> None:
    pace = full()
    for _ in range(3):
        with pytest.raises(Refused):
            pace.take("A", NOON + ALMOST)
    pace.take("A", NOON + timedelta(seconds=1))


def test_a_clock_that_was_set_back_does_not_close_the_gate() -> None:
    full().take("A", NOON - timedelta(hours=1))


def test_another_institution_is_not_held_up() -> None:
    full().take("B", NOON)
