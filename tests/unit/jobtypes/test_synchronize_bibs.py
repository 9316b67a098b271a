"""Synchronize bibs: before and after."""

from dataclasses import replace

import pytest

from almandine.engine.outcome import Changed, Unchanged
from almandine.jobtypes.synchronize_bibs import SynchronizeBibs, synchronize_bib
from almandine.records.bib import Sync
from unit.jobtypes.records_of_emma import EMMA


@pytest.mark.parametrize("sync", [Sync.HOLDINGS, Sync.NONE])
def test_sets_another_tag(sync: Sync) -> None:
    outcome = synchronize_bib(EMMA, SynchronizeBibs(sync))
    assert outcome == Changed(replace(EMMA, sync=sync))


def test_leaves_a_bib_that_is_already_as_asked() -> None:
    outcome = synchronize_bib(EMMA, SynchronizeBibs(Sync.BIBS))
    assert outcome == Unchanged("already as asked")
