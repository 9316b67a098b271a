"""How often a run is looked at: often enough to be exact, too seldom to slow it."""

from typing import Final

_SOONEST: Final = 0.02
_LATEST: Final = 0.25
_OF_WHAT_IT_TOOK: Final = 0.01


def until_next_look(taken: float) -> float:
    """Return the seconds to wait, for a run that has taken so many by now."""
    return min(max(taken * _OF_WHAT_IT_TOOK, _SOONEST), _LATEST)
