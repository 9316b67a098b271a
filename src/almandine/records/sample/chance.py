"""Chance that repeats: every draw is decided by a seed, a word and a number.

The standard generators do not promise the same sequence in another version, and a
generator with a state would have to be wound forward to reach record 900,000. Here
the numbers are the output of SHAKE-128 over the key, so any record can be made on its
own, on any machine, and gives the same bytes. All arithmetic is on integers.
"""

from collections.abc import Iterator, Sequence
from hashlib import shake_128
from struct import Struct
from typing import Final, TypeVar

T = TypeVar("T")

# One round of SHAKE-128 gives 168 bytes; asking for less would waste some.
_BLOCK: Final = Struct("<42I")
_BITS: Final = 32


class Chance:
    """A stream of draws of its own for each seed, purpose and number."""

    __slots__ = ("_draw",)

    def __init__(self, seed: int, purpose: str, number: int) -> None:
        self._draw = _words(b"%d/%b/%d/" % (seed, purpose.encode(), number)).__next__

    def below(self, bound: int) -> int:
        """Return a number from 0 up to but not including `bound` (at most 2**32)."""
        return self._draw() * bound >> _BITS

    def between(self, low: int, high: int) -> int:
        """Return a number from `low` to `high`, both included."""
        return low + (self._draw() * (high - low + 1) >> _BITS)

    def pick(self, among: Sequence[T]) -> T:
        """Return one of them, each equally likely."""
        return among[self._draw() * len(among) >> _BITS]

    def often(self, per_mille: int) -> bool:
        """Return True in `per_mille` of a thousand draws."""
        return self._draw() * 1000 >> _BITS < per_mille


def _words(key: bytes) -> Iterator[int]:
    block = 0
    while True:
        digest = shake_128(b"%b%d" % (key, block)).digest(_BLOCK.size)
        yield from _BLOCK.unpack(digest)
        block += 1
