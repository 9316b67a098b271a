"""Trouble that servers make on request, and what is seen of files meanwhile."""

import errno
import hashlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from threading import Event, Lock
from typing import Final

Listing = Callable[[], Iterator[tuple[str, bytes]]]
"""Names and contents of the files that lie at a server."""

PAUSE: Final = 0.01
"""Seconds between what is slow."""


class Fault(StrEnum):
    NONE = "none"
    SLOW = "slow"
    REFUSED = "refused"
    HANGING = "hanging"
    SHORT = "short"
    FULL = "full"
    DROPPED = "dropped"
    FLIPPED = "flipped"
    NOT_RENAMED = "not renamed"
    ANSWER_LOST = "answer lost"

    @property
    def lets_through(self) -> bool:
        return self in (Fault.NONE, Fault.SLOW)


@dataclass
class Trouble:
    """What happens to the next connections, one each; then nothing does."""

    listing: Listing = lambda: iter(())
    plan: deque[Fault] = field(default_factory=deque[Fault])
    at: int = 0
    """The byte of a file at which it happens."""
    seen: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """Name and digest of files as they could be seen, in order."""
    released: Event = field(default_factory=Event)
    """Set when nobody is to hang any longer."""
    lock: Lock = field(default_factory=Lock)

    def expect(self, faults: Sequence[Fault], at: int) -> None:
        self.plan, self.at = deque(faults), at

    def next(self) -> Fault:
        with self.lock:
            return self.plan.popleft() if self.plan else Fault.NONE

    def look(self) -> None:
        """Note what a receiver would find now."""
        with self.lock:
            for name, content in self.listing():
                if not name.endswith(".arriving"):
                    self.seen.append((name, hashlib.sha256(content).hexdigest()))


def files_in(root: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(root.rglob("*")):
        # A receiver may have taken it meanwhile.
        with suppress(FileNotFoundError):
            if file.is_file():
                yield file.relative_to(root).as_posix(), file.read_bytes()


@dataclass
class Spoiled:
    """What a server makes of the blocks that it is given."""

    trouble: Trouble
    fault: Fault
    drop: Callable[[], None]
    """Ends the connection."""
    taken: int = 0

    @property
    def breaks_off(self) -> bool:
        """Tell whether files are not given whole either."""
        return self.fault in (Fault.SHORT, Fault.DROPPED)

    def block(self, data: bytes) -> bytes:
        """Return what is kept of a block.

        Raises:
            OSError: where the disk is full.
        """
        begin, self.taken = self.taken, self.taken + len(data)
        point = self.trouble.at - begin
        if self.fault is Fault.SLOW:
            time.sleep(PAUSE)
        if point >= len(data):
            return data
        cut = max(point, 0)
        if self.fault is Fault.SHORT:
            return data[:cut]
        if self.fault is Fault.FULL:
            raise OSError(errno.ENOSPC, "No space left on device")
        if self.fault is Fault.DROPPED:
            self.drop()
            return data[:cut]
        if self.fault is Fault.FLIPPED and point >= 0:
            return data[:cut] + bytes([data[cut] ^ 1]) + data[cut + 1 :]
        return data
