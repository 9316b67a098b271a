"""Garbage is collected seldom, but it is collected."""

import subprocess
import sys
from typing import Final

PROGRAM: Final = """
import gc
from almandine.cli.garbage import collect_seldom
collect_seldom()
collections = []
gc.callbacks.append(lambda phase, _: collections.append(phase))
def make(cycles):
    for _ in range(cycles):
        cycle = []
        cycle.append(cycle)
make(50_000)
print(len(collections))
make(100_000)
print(len(collections))
"""


def test_garbage_is_collected_only_where_there_is_much() -> None:
    told = subprocess.run(  # noqa: S603 - ourselves
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )
    few, many = map(int, told.stdout.split())
    assert few == 0
    assert many > 0
