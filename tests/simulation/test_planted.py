"""The simulation notices bugs: each that was planted, within so many weeks."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Final

import pytest

from simulation.planted import PLANTED, first_found

WEEKS: Final = 100


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Executor]:
    """Return a process of its own, whose coverage nobody measures."""
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, fresh) as pool:
        yield pool


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_found(elsewhere: Executor, name: str) -> None:
    assert elsewhere.submit(first_found, name, WEEKS).result() is not None
