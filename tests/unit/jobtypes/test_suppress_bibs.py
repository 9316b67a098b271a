"""Suppress bibs: before and after."""

from dataclasses import replace

from almandine.engine.outcome import Changed, Unchanged
from almandine.jobtypes.suppress_bibs import SuppressBibs, suppress_bib
from unit.jobtypes.records_of_emma import EMMA

HIDDEN_EMMA = replace(EMMA, suppressed=True)


def test_hides_a_visible_bib() -> None:
    assert suppress_bib(EMMA, SuppressBibs(suppress=True)) == Changed(HIDDEN_EMMA)


def test_shows_a_hidden_bib() -> None:
    assert suppress_bib(HIDDEN_EMMA, SuppressBibs(suppress=False)) == Changed(EMMA)


def test_leaves_a_bib_that_is_already_as_asked() -> None:
    outcome = suppress_bib(HIDDEN_EMMA, SuppressBibs(suppress=True))
    assert outcome == Unchanged("already as asked")
