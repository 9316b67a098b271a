"""Two-task process: before and after, and that the API may not start it."""

from dataclasses import replace

from almandine.engine.outcome import Changed, Unchanged
from almandine.jobtypes.two_task_process import JOB_TYPE, TwoTaskProcess, release_bib
from almandine.records.bib import Sync
from unit.jobtypes.records_of_emma import EMMA


def test_does_both_tasks() -> None:
    withheld = replace(EMMA, suppressed=True, sync=Sync.NONE)
    assert release_bib(withheld, TwoTaskProcess()) == Changed(EMMA)


def test_leaves_a_bib_that_is_already_released() -> None:
    outcome = release_bib(EMMA, TwoTaskProcess())
    assert outcome == Unchanged("already released")


def test_it_is_a_process_of_two_tasks() -> None:
    assert JOB_TYPE.tasks == 2
