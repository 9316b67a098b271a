"""The records of an import, by what became of them: for sets, lists and downloads."""

from collections.abc import Mapping, Sequence
from typing import Final

from almandine.engine.imports.report import MULTI, SINGLE, STORED, TOTAL, code_of
from almandine.engine.run import Run
from almandine.records.importing.action import Action

SINGLE_MATCHES: Final = "SINGLE_MATCHES"
MULTI_MATCHES: Final = "MULTI_MATCHES"

BY_ACTION: Final[Mapping[str, Action]] = {
    action.upper(): action
    for action in (
        Action.IMPORTED,
        Action.MERGED,
        Action.OVERLAID,
        Action.DELETED,
        Action.UNCHANGED,
        Action.MATCHED,
    )
}
"""Populations of records of the house, but for those of all matches."""

_COUNTERS: Final[Mapping[str, str]] = {
    **{code_of(action): population for population, action in BY_ACTION.items()},
    SINGLE: SINGLE_MATCHES,
    MULTI: MULTI_MATCHES,
}
"""The counter that tells how many there are."""


def populations_of(run: Run) -> Mapping[str, int]:
    """Return how many records each population has; none for what is no import."""
    return {
        _COUNTERS[counter.code]: int(counter.value)
        for counter in run.counters
        if counter.code in _COUNTERS
    }


def actions_of(line_type: str) -> Sequence[Action]:
    """Return what became of the records that a counter counts; none if it is no such.

    Args:
        line_type: Code of a counter of an import.
    """
    if line_type == TOTAL:
        return STORED
    return [action for action in Action if code_of(action) == line_type]
