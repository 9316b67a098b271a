"""Requests to stop that a bug overlooks, or hears amid a chunk, are missed (R8)."""

from contextlib import closing
from random import Random
from typing import Final

import pytest

from almandine.engine.execute import Worker
from almandine.engine.ports import Store
from databases.homes import Home
from planted.runs import DeafRuns
from planted.stores import plant, with_parts
from store.aborting import Aborting
from store.workshop import HERE, Workshop, add_institutions

SEQUENCES: Final = 25


class DeafWorkshop(Workshop):
    """Has workers that do not hear requests while they are at a range."""

    def __init__(self, home: Home) -> None:
        super().__init__(home)
        plant(self.app, HERE, with_parts(runs=DeafRuns))


class HastyWorkshop(Workshop):
    """Has workers that stop, and store what they did, after any record."""

    def at_bench(
        self,
        *,
        store: Store | None = None,
        chunk_size: int = 10,
        range_size: int = 30,
    ) -> Worker:
        return super().at_bench(store=store, chunk_size=1, range_size=range_size)


PLANTED: Final = {
    "a request to stop is not heard": (DeafWorkshop, "records after it was asked"),
    "a run stops amid a chunk": (HastyWorkshop, "are not whole chunks"),
}


@pytest.mark.parametrize(("bug", "found_by"), PLANTED.values(), ids=PLANTED)
def test_a_stop_that_goes_wrong_is_found(
    blank_home: Home, bug: type[DeafWorkshop | HastyWorkshop], found_by: str
) -> None:
    add_institutions(blank_home)
    chance = Random(1)  # noqa: S311 - to be repeated
    with closing(bug(blank_home)) as site:
        aborting = Aborting(site)
        assert any(
            found_by in wrong
            for _ in range(SEQUENCES)
            for wrong in aborting.one(chance)[1].amiss()
        )
