"""How much may come out of an archive, so that a small file cannot fill a disk."""

from collections.abc import Iterable, Iterator
from typing import Final

from almandine.formats.intake.unreadable import Unreadable

MAX_UNPACKED: Final = 2 << 30
"""Bytes of all members together."""
MAX_RATIO: Final = 100
"""Bytes out for one byte in."""
MAX_MEMBERS: Final = 1_000


class Allowance:
    """What is left for the members of one archive."""

    def __init__(self, packed: int) -> None:
        """Grant what an archive of so many bytes may hold."""
        self._by_ratio = packed * MAX_RATIO
        self._bytes = 0
        self._members = 0

    def another(self) -> None:
        """Count a member.

        Raises:
            Unreadable: when there are too many.
        """
        self._members += 1
        if self._members > MAX_MEMBERS:
            raise Unreadable(
                f"it has more than {MAX_MEMBERS:,} members; split the archive"
            )

    def spend(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Hand pieces on while they are within the allowance.

        Raises:
            Unreadable: before more is written than may be.
        """
        for piece in pieces:
            self._bytes += len(piece)
            if self._bytes > MAX_UNPACKED:
                raise Unreadable("it unpacks to more than 2 GiB; split the archive")
            if self._bytes > self._by_ratio:
                raise Unreadable(
                    f"it unpacks to more than {MAX_RATIO} times its size, as archives"
                    " do that are made to fill disks; send the records unpacked"
                )
            yield piece
