"""Runs that need more memory the bigger they are, or miscount, are noticed (R16)."""

from typing import Final

import pytest

from planted.ranges import ForgettingRanges
from planted.records import HoardedRecords
from planted.runs import TwiceCountedRuns
from planted.stores import Bug, plant, with_parts
from store.big_runs import BYTES_OF_AN_ID, bytes_for_one_more, faults_in_progress
from store.jobs_for_tests import STAMP_ID
from store.workshop import Workshop

PLANTED: Final = {
    "each range counts from nothing": (
        with_parts(ranges=ForgettingRanges),
        "progress fell from",
    ),
    "records are counted twice": (
        with_parts(runs=TwiceCountedRuns),
        "progress showed 200 %",
    ),
}


@pytest.mark.parametrize(("bug", "found_by"), PLANTED.values(), ids=PLANTED)
def test_progress_that_goes_wrong_is_found(
    site: Workshop, bug: Bug, found_by: str
) -> None:
    plant(site.app, site.institution, bug)
    assert any(found_by in each for each in faults_in_progress(site, STAMP_ID))


def test_records_that_are_kept_in_memory_are_found(site: Workshop) -> None:
    plant(site.app, site.institution, with_parts(records=HoardedRecords))
    assert bytes_for_one_more(site, STAMP_ID) >= BYTES_OF_AN_ID
