"""Memory does not grow with a run, and progress neither falls nor goes too far."""

import pytest

from store.big_runs import BYTES_OF_AN_ID, bytes_for_one_more, faults_in_progress
from store.jobs_for_tests import STAMP_ID, WRITE_ID
from store.workshop import Workshop

JOBS = pytest.mark.parametrize(
    "job_id", [STAMP_ID, WRITE_ID], ids=["changes", "exports"]
)


@JOBS
def test_four_times_the_records_are_not_held_in_memory(
    workshop: Workshop, job_id: str
) -> None:
    assert bytes_for_one_more(workshop, job_id) < BYTES_OF_AN_ID


@JOBS
def test_progress_rises_to_the_whole_and_no_farther(
    workshop: Workshop, job_id: str
) -> None:
    assert list(faults_in_progress(workshop, job_id)) == []
