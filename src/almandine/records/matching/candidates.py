"""What several matches of one record come down to."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from almandine.records.marc.keys import Key

_INVALID: Final = "_z"


class Inventory(StrEnum):
    """In what form a library has a title."""

    PHYSICAL = "physical"
    ELECTRONIC = "electronic"
    DIGITAL = "digital"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record of the house that one of the match keys found."""

    mms_id: str
    found_by: frozenset[Key]
    inventory: frozenset[Inventory] = frozenset()
    community_linked: bool = False


@dataclass(frozen=True, slots=True)
class Filters:
    """What a profile does when a record matches several."""

    disregard_community_linked: bool = False
    disregard_invalid: bool = False
    """Pass over what only 019 or $z found."""
    prefer_inventory: Inventory | None = None
    """Prefer titles that the library has in this form."""


def remaining(candidates: Sequence[Candidate], filters: Filters) -> list[Candidate]:
    """Return the candidates that the filters leave, in their order.

    A filter is for several matches: a single one stays, and a filter that would leave
    none is passed over, since it cannot decide.
    """
    left = list(candidates)
    for holds in _wanted(filters):
        left = _those(left, holds) or left
    return left


def _wanted(filters: Filters) -> list[Callable[[Candidate], bool]]:
    wanted: list[Callable[[Candidate], bool]] = []
    if filters.disregard_community_linked:
        wanted.append(lambda one: not one.community_linked)
    if filters.disregard_invalid:
        wanted.append(lambda one: _has_valid(one.found_by))
    if (form := filters.prefer_inventory) is not None:
        wanted.append(lambda one: form in one.inventory)
    return wanted


def _those(
    candidates: Sequence[Candidate], holds: Callable[[Candidate], bool]
) -> list[Candidate]:
    return [one for one in candidates if holds(one)]


def _has_valid(keys: Collection[Key]) -> bool:
    return any(not kind.endswith(_INVALID) for kind, _ in keys)
