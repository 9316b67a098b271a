"""The part of a transaction that making and deleting sets needs."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from almandine.engine.ports import Ids
from almandine.engine.run import Run
from almandine.engine.sets.ports import Sets


class RunsOnSets(Protocol):
    """The part of `engine.ports.Runs` that sets have to do with."""

    def add(self, new: Run) -> None:
        """Store a new run."""
        ...

    def find(self, run_id: str) -> Run | None:
        """Return the run, or None."""
        ...

    def using_set(self, set_id: str) -> str | None:
        """Return an unfinished run on the set."""
        ...


class Populations(Protocol):
    """The part of `engine.ports.Imports` that sets have to do with."""

    def members(self, run_id: str, population: str) -> Iterator[Sequence[str]]:
        """Yield the ids of the records of a population, in batches; some repeat."""
        ...

    def has_lines(self, run_id: str) -> bool:
        """Tell whether it is still known what became of the records of a run."""
        ...


class SetsTx(Protocol):
    """One transaction of one institution, as seen from here."""

    @property
    def sets(self) -> Sets:
        """The sets of the institution."""
        ...

    @property
    def runs(self) -> RunsOnSets:
        """Its runs."""
        ...

    @property
    def imports(self) -> Populations:
        """What its imports did."""
        ...

    @property
    def ids(self) -> Ids:
        """New ids."""
        ...
