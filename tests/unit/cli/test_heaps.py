"""The heaps of a process: shared where the C library knows how, and looked through."""

import ctypes
import subprocess
import sys
from typing import Final

import pytest

THREADS: Final = 12
PROGRAM: Final = f"""
from threading import Barrier, Thread
from almandine.cli.heaps import share_heaps
share_heaps()
met = Barrier({THREADS + 1})
def work():
    held = [bytearray(1000) for _ in range(1000)]
    met.wait()
    met.wait()
    del held
threads = [Thread(target=work) for _ in range({THREADS})]
for thread in threads:
    thread.start()
met.wait()
lines = open("/proc/self/status").read().splitlines()
print(next(line.split()[1] for line in lines if line.startswith("VmSize")))
met.wait()
"""
MOST: Final = 400_000
"""KB of address space; with a heap each, so many threads reserve twice as much."""


LOADED: Final = """
import gc
from almandine.cli.heaps import keep_what_is_loaded
keep_what_is_loaded()
print(gc.get_freeze_count() > 1000, len(gc.get_objects()) < 100)
ring = []
ring.append(ring)
del ring
print(gc.collect() > 0)
"""


def printed(program: str) -> str:
    """Return what a program prints, in a process of its own."""
    told = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return told.stdout


def test_threads_share_heaps() -> None:
    if not hasattr(ctypes.CDLL(None), "mallopt"):
        pytest.skip("the C library has no such setting")
    assert int(printed(PROGRAM)) < MOST


def test_what_is_loaded_is_kept_and_new_garbage_is_not() -> None:
    assert printed(LOADED).split() == ["True"] * 3
