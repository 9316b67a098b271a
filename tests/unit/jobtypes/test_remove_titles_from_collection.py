"""Remove titles from collection: before and after."""

from dataclasses import replace

from almandine.engine.outcome import Changed, Unchanged
from almandine.jobtypes.remove_titles_from_collection import (
    RemoveTitlesFromCollection,
    remove_title,
)
from unit.jobtypes.records_of_emma import EMMA

FROM_FIRST = RemoveTitlesFromCollection("811")


def test_takes_a_title_out_and_leaves_its_other_collections() -> None:
    before = replace(EMMA, collections=("811", "812"))
    after = replace(EMMA, collections=("812",))
    assert remove_title(before, FROM_FIRST) == Changed(after)


def test_leaves_a_title_that_is_not_in_the_collection() -> None:
    elsewhere = replace(EMMA, collections=("812",))
    assert remove_title(elsewhere, FROM_FIRST) == Unchanged("not in the collection")
