"""The memory of running processes, as the kernel has it."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Final, Self

_EVERY: Final = 0.05
"""Seconds between two looks."""
_KIB: Final = 1.024e-3
"""MB in a KiB."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident memory of a process, in MB."""

    now: float
    most: float
    """Since the process began, or since `forget_peak`."""


def memory(pid: int) -> Memory:
    """Return the memory of a process."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+)", status, re.MULTILINE))
    return Memory(int(found["VmRSS"]) * _KIB, int(found["VmHWM"]) * _KIB)


def forget_peak(pid: int) -> None:
    """Have the kernel count the peak from now on."""
    Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


def children(pid: int) -> Sequence[int]:
    """Return the processes that a process has started, and theirs."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text(encoding="ascii").split()):
            found += [child, *children(child)]
    return found


class Watch:
    """Looks at the memory of a process until it is told to stop."""

    def __init__(self, pid: int) -> None:
        self._samples: list[float] = []
        self._pid = pid
        self._stop = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        forget_peak(self._pid)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    @property
    def most(self) -> float:
        """Return the peak (MB) since the watch began."""
        return memory(self._pid).most

    def at(self, share: float) -> float:
        """Return the memory (MB) after a share of the time, 0 to 1."""
        samples = self._samples or [self.most]
        return samples[round(share * (len(samples) - 1))]

    def _look(self) -> None:
        while not self._stop.wait(_EVERY):
            with suppress(OSError, KeyError):
                self._samples.append(memory(self._pid).now)
