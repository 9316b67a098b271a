"""Where the records of a file are."""

from dataclasses import dataclass
from typing import NamedTuple


class Placed(NamedTuple):
    """What looks like a record; reading it may still find that it is none.

    A tuple, because a large file makes millions of them.
    """

    offset: int
    """Bytes from the beginning of the file."""
    length: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Bytes that are no record; reading them finds the same."""

    offset: int
    """Bytes from the beginning of the file."""
    length: int
    """Bytes; of a very long stretch, so many as are worth keeping."""
    position: int
    """Which record of the file this is, broken ones counted, from 1."""
    because: str


@dataclass(frozen=True, slots=True)
class Unsound:
    """What was read at a place, and is no record."""

    raw: bytes
    """As it came."""
    because: str
