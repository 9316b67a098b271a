"""What the configuration says of all that belongs to titles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from almandine.engine.configuration import Place
from almandine.engine.ports import Tx
from almandine.records.bib import Bib
from almandine.records.holding import Holding
from almandine.records.item import Item

Shelved = TypeVar("Shelved", Holding, Item)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What published records show, and no record says."""

    collections: Mapping[str, str]
    """Names of the collections, by id."""
    hidden: frozenset[Place] = frozenset()
    """The locations that are suppressed."""

    def names(self, bib: Bib) -> Sequence[str]:
        """Return the names of a bib's collections."""
        known = self.collections
        return [known[each] for each in bib.collections if each in known]

    def shown(self, records: Sequence[Shelved]) -> Sequence[Shelved]:
        """Return those that are at no suppressed location."""
        if not self.hidden:
            return records
        return [each for each in records if each.place not in self.hidden]


def surroundings_in(tx: Tx) -> Surroundings:
    """Read the surroundings."""
    found = tx.configuration
    return Surroundings(found.collections(), found.suppressed_locations())
