"""Add titles to collection: before and after."""

from dataclasses import replace

from almandine.engine.outcome import Changed, Unchanged
from almandine.jobtypes.add_titles_to_collection import (
    AddTitlesToCollection,
    add_title,
)
from unit.jobtypes.records_of_emma import EMMA

IN_BOTH = replace(EMMA, collections=("811", "812"))
IN_SECOND = replace(EMMA, collections=("812",))
IN_FIRST = replace(EMMA, collections=("811",))


def test_adds_a_title_and_keeps_its_collections_sorted() -> None:
    assert add_title(IN_SECOND, AddTitlesToCollection("811")) == Changed(IN_BOTH)


def test_leaves_a_title_that_belongs_already() -> None:
    outcome = add_title(IN_BOTH, AddTitlesToCollection("811"))
    assert outcome == Unchanged("already in the collection")


def test_takes_a_title_out_of_other_collections_when_asked() -> None:
    params = AddTitlesToCollection("811", unassign=True)
    assert add_title(IN_BOTH, params) == Changed(IN_FIRST)


def test_leaves_a_title_that_belongs_to_nothing_else() -> None:
    params = AddTitlesToCollection("811", unassign=True)
    assert add_title(IN_FIRST, params) == Unchanged("already in the collection")
