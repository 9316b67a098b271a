"""Find a set that a request names."""

from almandine.engine.sets.ports import Sets
from almandine.faults import Refused, UnknownSet, UnknownSetToDelete
from almandine.records.sets import RecordSet


def find_set(set_id: str, sets: Sets) -> RecordSet:
    """Return the set in the path.

    Raises:
        Refused: with `UnknownSet`.
    """
    found = sets.find(set_id)
    if found is None:
        raise Refused(UnknownSet(set_id))
    return found


def find_source(set_id: str, sets: Sets) -> RecordSet:
    """Return a set that a new one is made from.

    Raises:
        Refused: with `UnknownSetToDelete`, whose code the API page also lists for
            the sources of a new set.
    """
    found = sets.find(set_id)
    if found is None:
        raise Refused(UnknownSetToDelete(set_id))
    return found
