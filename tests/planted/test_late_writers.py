"""Late writers that a bug lets through are seen (R19)."""

from random import Random
from typing import Final

import pytest

from planted.ranges import LooseRanges
from planted.stores import Bug, plant, with_parts
from store.late_writers import LateWriters, Try
from store.workshop import Workshop

TRIES: Final = 10
PLANTED: Final = {
    "ranges are stored whatever their token": with_parts(ranges=LooseRanges)
}


@pytest.mark.parametrize("bug", PLANTED.values(), ids=PLANTED)
def test_a_late_writer_that_is_let_through_is_found(site: Workshop, bug: Bug) -> None:
    plant(site.app, site.institution, bug)
    chance = Random(1)  # noqa: S311 - to be repeated
    writers = LateWriters(site)
    refused = Try(wrote=False, lost=0, doubled=0)
    assert any(writers.one(chance) != refused for _ in range(TRIES))
