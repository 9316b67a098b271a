"""Directories of limited size, and ones that cannot be written: file systems of memory.

Only root can make them.
"""

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

_FILLER: Final = "filler"
_KIB: Final = 1024


@cache
def reason_against() -> str:
    """Return why none can be made here; empty where they can."""
    if os.geteuid():
        return "file systems of limited size are for root alone"
    try:
        with TemporaryDirectory() as where, small_disk(Path(where), kib=_KIB):
            pass
    except subprocess.CalledProcessError as error:
        return f"no file system can be mounted: {error.stderr.decode().strip()}"
    return ""


@dataclass(frozen=True, slots=True)
class Disk:
    """A mounted file system."""

    root: Path

    def fill(self, *, but: int = 0) -> None:
        """Leave only so many KiB free."""
        free = shutil.disk_usage(self.root).free - but * _KIB
        with (self.root / _FILLER).open("wb") as filler:
            filler.write(bytes(max(0, free)))

    def make_room(self) -> None:
        (self.root / _FILLER).unlink()

    def close(self) -> None:
        """Let nobody write."""
        _run("mount", "-o", "remount,ro", str(self.root))

    def open(self) -> None:
        """Let everybody write again."""
        _run("mount", "-o", "remount,rw", str(self.root))


@contextmanager
def small_disk(where: Path, *, kib: int) -> Generator[Disk]:
    """Mount a file system of so many KiB on a directory."""
    where.mkdir(exist_ok=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={kib}k", "almandine-test", str(where))
    try:
        yield Disk(where)
    finally:
        _run("umount", "--lazy", str(where))


def _run(*words: str) -> None:
    program = shutil.which(words[0])
    assert program is not None
    subprocess.run([program, *words[1:]], check=True, capture_output=True)  # noqa: S603 - of the system
