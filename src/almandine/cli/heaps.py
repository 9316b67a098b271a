"""How the memory of a process is kept: threads share it, and what is for ever stays."""

import ctypes
import gc
from typing import Final

_ARENA_MAX: Final = -8
"""`M_ARENA_MAX` of glibc's malloc.h."""
_HEAPS: Final = 2


def share_heaps() -> None:
    """Let threads share heaps, before there are any.

    By default glibc gives each thread one of its own and reserves 64 MB of address
    space for it: where that is limited, little is left for what is needed. Other
    C libraries have no such setting, and need none.
    """
    try:
        limit = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return
    limit(_ARENA_MAX, _HEAPS)


def keep_what_is_loaded() -> None:
    """Let the garbage collector leave alone what there is, once all is loaded.

    It would look through the whole program again for every few thousand records: a
    tenth of what it takes to publish them.
    """
    gc.collect()
    gc.freeze()
