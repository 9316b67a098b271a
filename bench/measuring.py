"""Run a command in a process of its own, and learn what it took.

A small launcher stands between: the kernel counts the memory of whoever starts a
process as the process's own until it has begun, and the launcher is small.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_LAUNCHER: Final = Path(__file__).with_name("launcher.py")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took."""

    wall: float
    """Seconds from start to end, its interpreter's start included."""
    cpu: float
    """Seconds of user and system time."""
    peak: float
    """Most memory at once, in MB; no less than the launcher's own, about 9."""
    exit_code: int


def run(command: Sequence[str], *, output: Path) -> Taken:
    """Run a command to its end with its standard output in a file.

    What it says on standard error is lost: peers warn about single records.
    """
    launcher = [sys.executable, "-I", "-S", str(_LAUNCHER), str(output)]
    told = subprocess.run(
        [*launcher, *command], check=True, stdout=subprocess.PIPE, text=True
    )
    return Taken(**json.loads(told.stdout))
