"""What several matches of one record come down to."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from almandine.records.inventory.stock import NOTHING, Form, Stock
from almandine.records.marc.keys import Key

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Candidate(Generic[R]):
    """A record of the house that match keys found."""

    record: R
    found_by: frozenset[Key]
    stock: Stock = NOTHING
    """What the library has of it; left out where no filter looks at it."""


def remaining(
    candidates: Sequence[Candidate[R]],
    *,
    doubtful: Collection[Key] = (),
    preferred: Form | None = None,
    is_gone: Callable[[R], bool] = lambda _: False,
) -> Sequence[Candidate[R]]:
    """Return the candidates that the filters leave, in their order.

    A filter is for several matches: a single one stays, and a filter that would leave
    none is passed over, since it cannot decide.

    Args:
        candidates: All that were found.
        doubtful: Keys of invalid or cancelled numbers: whoever has been found by these
            alone is passed over.
        preferred: The form of titles that go before others; None for no preference.
        is_gone: Tells of a record whether it is deleted: such ones come last.
    """
    left = _those(candidates, lambda one: not is_gone(one.record))
    left = _those(left, lambda one: not one.found_by.issubset(doubtful))
    if preferred is None:
        return left
    return _those(left, lambda one: preferred in one.stock.forms)


def _those(
    candidates: Sequence[Candidate[R]], wanted: Callable[[Candidate[R]], bool]
) -> Sequence[Candidate[R]]:
    return [one for one in candidates if wanted(one)] or candidates
