"""Has a process look for garbage less often than Python would."""

import gc
from typing import Final

_EVERY: Final = 100_000
"""Objects more than there were; Python's own choice are 700."""


def collect_seldom() -> None:
    """Let what is there by now be, and collect only where much more has come.

    A chunk of records is a hundred thousand objects without a cycle among them: their
    memory is given back without a collection. To look through all of them again and
    again takes an eighth of an import's time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_EVERY)
