"""Keeps the memory of a process with several threads together."""

import ctypes
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
