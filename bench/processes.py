"""Memory and time of running processes, as the kernel has them."""

import os
import re
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Final, Self

from bench.figures import Process

_EVERY: Final = 0.05
"""Seconds between two looks."""
_KIB: Final = 1.024e-3
"""MB in a KiB."""
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_TIMES: Final = slice(11, 15)
"""Behind the name in `stat`: user and system time, and those of ended children."""
_POINTS: Final = 240
"""Of a series; so many are kept."""


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


def cpu(pid: int) -> float:
    """Return the seconds that a process and its children, ended too, computed."""
    total = 0
    for each in (pid, *children(pid)):
        with suppress(OSError):
            stat = Path(f"/proc/{each}/stat").read_text(encoding="utf-8")
            total += sum(map(int, stat.rpartition(")")[2].split()[_TIMES]))
    return total / _TICKS


def named(pid: int) -> Mapping[int, str]:
    """Return the processes of a service, by what they do."""
    workers = [each for each in sorted(children(pid)) if _is_worker(each)]
    return {pid: "web"} | {
        each: f"worker {number}" for number, each in enumerate(workers, start=1)
    }


def _is_worker(pid: int) -> bool:
    words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    return b"worker" in words


class Watch:
    """Looks at the memory of all processes of a service until it is told to stop."""

    def __init__(self, pid: int, began: float) -> None:
        """Watch a service.

        Args:
            pid: Its web process, which has started the others.
            began: When it started, by the clock of `time.monotonic`.
        """
        self._names = named(pid)
        self._began = began
        self._series: dict[int, list[tuple[float, float]]] = defaultdict(list)
        self._computed: dict[int, float] = {}
        self._stop = Event()
        self._thread = Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        for pid in self._names:
            forget_peak(pid)
            self._computed[pid] = _own_cpu(pid)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def taken(self) -> list[Process]:
        """Return what each process took since the watch began."""
        return [
            Process(
                name=name,
                early=self._at(pid, 0.25),
                late=self._at(pid, 1.0),
                peak=memory(pid).most,
                cpu=_own_cpu(pid) - self._computed[pid],
                series=thinned(self._series[pid]),
            )
            for pid, name in self._names.items()
        ]

    def _at(self, pid: int, share: float) -> float:
        """Return the memory (MB) after a share of the time, 0 to 1."""
        series = self._series[pid] or [(0.0, memory(pid).now)]
        return series[round(share * (len(series) - 1))][1]

    def _look(self) -> None:
        while not self._stop.wait(_EVERY):
            since = time.monotonic() - self._began
            for pid in self._names:
                with suppress(OSError, KeyError):
                    self._series[pid].append((since, memory(pid).now))


def _own_cpu(pid: int) -> float:
    stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    user, system, *_ = stat.rpartition(")")[2].split()[_TIMES]
    return (int(user) + int(system)) / _TICKS


def thinned(series: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return fewer points; of those that fall together, the highest stays."""
    step = -(-len(series) // _POINTS) or 1
    groups = (series[at : at + step] for at in range(0, len(series), step))
    highest = (max(group, key=lambda point: point[1]) for group in groups)
    return [(round(since, 2), round(mb, 1)) for since, mb in highest]
